import type { Clock } from '@berth/core'
import type { Network } from '@berth/network'
import type { ContainerStats } from '@berth/protocol'
import type { Runtime } from '@berth/runtime'
import type { Memory } from './memory.ts'

/** How many are sampled at once: with more containers than that, each has its turn less often. */
export const STATS_AT_ONCE = 250

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
