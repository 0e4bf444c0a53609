import type { Clock } from '@berth/core'
import type { Network } from '@berth/network'
import type { ContainerStats } from '@berth/protocol'
import type { Runtime } from '@berth/runtime'
import type { Memory } from './memory.ts'

/** How many are sampled at once: with more containers than that, each has its turn less often. */
const STATS_AT_ONCE = 250

/** Whose turn it is, and where the next one begins: so many from `from` on, going round. */
export function takeTurn<T>(
  all: readonly T[],
  from: number,
  most = STATS_AT_ONCE,
): { readonly chosen: readonly T[]; readonly next: number } {
  if (all.length <= most) return { chosen: all, next: 0 }
  const start = from % all.length
  const chosen = [...all.slice(start), ...all.slice(0, start)].slice(0, most)
  return { chosen, next: (start + most) % all.length }
}

/** One sample of each that runs. */
export async function collectStats(options: {
  memories: readonly Memory[]
  runtime: Runtime
  network: Network
  clock: Clock
}): Promise<readonly ContainerStats[]> {
  const { runtime, network, clock } = options
  const samples = options.memories.map(async ({ spec }): Promise<ContainerStats | undefined> => {
    const usage = await runtime.usage(spec.id)
    if (!usage) return undefined
    const traffic = await network.traffic(spec.id)
    const at = clock.now().toISOString()
    return { id: spec.id, at, ...usage, memoryLimit: spec.limits.memory, ...traffic }
  })
  return (await Promise.all(samples)).filter((sample) => sample !== undefined)
}
