import type { LinuxResources } from '@berth/oci'
import { type Compiled, compiled, maxOr, type Present, refused, type ResourceSetting } from './setting.ts'

type Memory = NonNullable<LinuxResources['memory']>

/** `swap` is memory and swap together; of kernel limits, the one for sockets is left, on v1: v2 counts them as memory. */
export function memorySettings(memory: Memory, version: 1 | 2, present: Present): Compiled {
  const { limit, swap } = memory
  if (swap !== undefined && swap > 0 && limit !== undefined && limit > swap) {
    throw refused('memory.swap', `${swap} is less than the limit of memory, ${limit}: it is both together`)
  }
  if (memory.checkBeforeUpdate && limit !== undefined && limit > 0 && BigInt(limit) < present.memoryUsed) {
    throw refused('memory.limit', `${limit} is less than the ${present.memoryUsed} bytes that are used`)
  }
  const settings = version === 1 ? v1(memory, present) : v2(memory)
  return compiled(settings, [...deprecated(memory), ...withoutEffect(memory, version)])
}

function v1(memory: Memory, { memsw }: Present): readonly (ResourceSetting | false)[] {
  const { limit, swap, reservation, swappiness, disableOOMKiller, kernelTCP } = memory
  const total = totalOf(memory)
  const bytes = limit !== undefined && limit !== 0 && setting('memory.limit_in_bytes', String(limit))
  const both: ResourceSetting | false = total !== undefined && {
    ...setting('memory.memsw.limit_in_bytes', String(total)),
    // kernels without swap accounting have no such file; then a limit of no swap is all that can be had
    ...(total === limit && { optional: true as const }),
  }
  // the kernel keeps memory <= memory and swap at each moment
  const raises = total !== undefined && (total < 0 || BigInt(total) >= memsw)
  return [
    ...(raises ? [both, bytes] : [bytes, both]),
    reservation !== undefined && setting('memory.soft_limit_in_bytes', String(reservation)),
    swappiness !== undefined && setting('memory.swappiness', String(swappiness)),
    disableOOMKiller !== undefined && setting('memory.oom_control', disableOOMKiller ? '1' : '0'),
    kernelTCP !== undefined && optional(setting('memory.kmem.tcp.limit_in_bytes', String(kernelTCP))),
  ]

  /** A limit that goes takes the limit of swap along, unless another is named. */
  function totalOf({ limit: memoryLimit }: Memory): number | undefined {
    if (swap === 0 || swap === undefined) return memoryLimit === -1 ? -1 : undefined
    return swap
  }
}

function v2({ limit, swap, reservation, disableOOMKiller }: Memory): readonly (ResourceSetting | false)[] {
  if (disableOOMKiller) throw refused('memory.disableOOMKiller', 'cgroup v2 has no such switch')
  return [
    limit !== undefined && limit !== 0 && setting('memory.max', maxOr(limit)),
    swapOf(limit, swap),
    reservation !== undefined && setting('memory.low', maxOr(reservation)),
  ]
}

/** Here swap is counted alone. */
function swapOf(limit: number | undefined, swap: number | undefined): ResourceSetting | false {
  if (swap === undefined || swap === 0) return limit === -1 && optional(setting('memory.swap.max', 'max'))
  if (swap < 0) return optional(setting('memory.swap.max', 'max'))
  if (limit === undefined || limit <= 0)
    throw refused('memory.swap', 'on cgroup v2 it needs memory.limit beside it')
  const alone = setting('memory.swap.max', String(swap - limit))
  return swap === limit ? optional(alone) : alone
}

function setting(name: string, value: string): ResourceSetting {
  return { controller: 'memory', name, value }
}

function optional(of: ResourceSetting): ResourceSetting {
  return { ...of, optional: true }
}

function deprecated({ kernel }: Memory): readonly string[] {
  return kernel === undefined ? [] : ['linux.resources.memory.kernel is deprecated and has no effect']
}

function withoutEffect({ useHierarchy, swappiness }: Memory, version: 1 | 2): readonly string[] {
  return [
    ...(useHierarchy === false
      ? ['linux.resources.memory.useHierarchy: limits always hold for the groups below']
      : []),
    ...(version === 2 && swappiness !== undefined
      ? ['linux.resources.memory.swappiness has no effect on cgroup v2']
      : []),
  ]
}
