import type { ContainerStats } from '@berth/protocol'

/** Latest two samples of each container: enough for a rate. Kept by this process only. */
export type StatsMemory = {
  add(samples: readonly ContainerStats[]): void
  of(containerId: string): readonly ContainerStats[]
}

/** A container that is silent for so long has ended or moved. */
const FORGET_MS = 60_000

export function createStatsMemory(now: () => number = Date.now): StatsMemory {
  const samples = new Map<string, { at: number; latest: readonly ContainerStats[] }>()
  return {
    add(incoming) {
      for (const sample of incoming) {
        const before = samples.get(sample.id)?.latest ?? []
        samples.delete(sample.id) // the newest stand last, so that the silent ones are found at the front
        samples.set(sample.id, { at: now(), latest: [...before.slice(-1), sample] })
      }
      for (const [id, { at }] of samples) {
        if (now() - at < FORGET_MS) break
        samples.delete(id)
      }
    },
    of: (containerId) => samples.get(containerId)?.latest ?? [],
  }
}
