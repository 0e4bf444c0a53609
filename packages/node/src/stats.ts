import type { Clock } from '@berth/core'
import type { Network } from '@berth/network'
import type { ContainerStats } from '@berth/protocol'
import type { Runtime } from '@berth/runtime'
import type { Memory } from './memory.ts'

/** What uses no processor changes next to nothing; the kernel may still take memory from it. */
const REST_MS = 60_000

type Sample = Omit<ContainerStats, 'at' | 'memoryLimit'>
type Known = { readonly sample: Sample; readonly readAt: number; readonly rests: boolean }

export type StatsReader = {
  /** Samples of those of them that run. Of one that rests only its processor time is read, a sixth of the cost. */
  read(memories: readonly Memory[]): Promise<readonly ContainerStats[]>
  /** It had used no processor when it was read last. */
  readonly rests: (memory: Memory) => boolean
}

export function createStatsReader(options: {
  runtime: Pick<Runtime, 'usage' | 'processorUsec'>
  network: Pick<Network, 'traffic'>
  clock: Clock
}): StatsReader {
  const { runtime, network, clock } = options
  const known = new WeakMap<Memory, Known>()

  return {
    async read(memories) {
      const samples = await Promise.all(memories.map(sampleOf))
      return samples.filter((sample) => sample !== undefined)
    },
    rests: (memory) => known.get(memory)?.rests ?? false,
  }

  async function sampleOf(memory: Memory): Promise<ContainerStats | undefined> {
    const sample = (await resting(memory)) ?? (await read(memory))
    if (!sample) return undefined
    return { ...sample, at: clock.now().toISOString(), memoryLimit: memory.spec.limits.memory }
  }

  async function resting(memory: Memory): Promise<Sample | undefined> {
    const last = known.get(memory)
    if (!last || clock.now().getTime() - last.readAt >= REST_MS) return undefined
    const usec = await runtime.processorUsec(memory.spec.id)
    const rests = usec === last.sample.cpuUsageUsec
    if (rests !== last.rests) known.set(memory, { ...last, rests })
    return rests ? last.sample : undefined
  }

  async function read(memory: Memory): Promise<Sample | undefined> {
    const { id } = memory.spec
    const usage = await runtime.usage(id)
    if (!usage) return undefined
    const sample = { id, ...usage, ...(await network.traffic(id)) }
    const rests = known.get(memory)?.sample.cpuUsageUsec === sample.cpuUsageUsec
    known.set(memory, { sample, readAt: clock.now().getTime(), rests })
    return sample
  }
}
