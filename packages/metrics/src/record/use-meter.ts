import type { ContainerStats } from '@berth/protocol'

/** What one container used since the last `take`. */
export type ContainerUse = {
  readonly container: string
  /** microseconds of one processor */
  readonly cpu: number
  /** the most that was seen, bytes */
  readonly memory: number
  readonly rx: number
  readonly tx: number
}

/** Sums up what agents tell of their containers. Kept by this process only, for one step. */
export type UseMeter = {
  add(samples: readonly ContainerStats[]): void
  take(): ContainerUse[]
}

type Sample = Pick<ContainerStats, 'cpuUsageUsec' | 'rxBytes' | 'txBytes'>

/**
 * A node may say what it likes of its own containers, but not what no row can hold: sums over all containers that a
 * node may have, and over an hour's steps, stay below 2^63.
 */
const MOST_GROWTH = 2 ** 40
const MOST_MEMORY = 2 ** 44

export function createUseMeter(): UseMeter {
  let last = new Map<string, Sample>()
  let uses = new Map<string, ContainerUse>()

  return {
    add(samples) {
      for (const sample of samples) {
        const { id, memoryBytes } = sample
        const before = last.get(id) ?? sample
        const sum = uses.get(id) ?? { container: id, cpu: 0, memory: 0, rx: 0, tx: 0 }
        uses.set(id, {
          container: id,
          cpu: added(sum.cpu, before.cpuUsageUsec, sample.cpuUsageUsec),
          memory: Math.max(sum.memory, bounded(memoryBytes, MOST_MEMORY)),
          rx: added(sum.rx, before.rxBytes, sample.rxBytes),
          tx: added(sum.tx, before.txBytes, sample.txBytes),
        })
        last.set(id, sample)
      }
    },
    take() {
      const taken = uses
      uses = new Map()
      // who was silent for a whole step has ended
      last = new Map([...last].filter(([id]) => taken.has(id)))
      return [...taken.values()]
    },
  }
}

/** What is smaller than before began anew. However often a node tells: of one step the sum is bounded too. */
function added(sum: number, before: number, now: number): number {
  return bounded(sum + bounded(now < before ? now : now - before, MOST_GROWTH), MOST_GROWTH)
}

function bounded(value: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(value)))
}
