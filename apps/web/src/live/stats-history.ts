import type { InstanceStats } from '@berth/protocol'

export type StatsHistory = ReadonlyMap<string, readonly InstanceStats[]>

/** How many samples a sparkline shows: one a second. */
export const HISTORY_LENGTH = 60

/** Adds one round of samples; an instance that is no longer measured is forgotten after it fell silent. */
export function addStats(history: StatsHistory, samples: readonly InstanceStats[]): StatsHistory {
  const next = new Map<string, readonly InstanceStats[]>()
  for (const sample of samples) {
    const before = history.get(sample.containerId) ?? []
    const isNew = before.at(-1)?.at !== sample.at
    next.set(sample.containerId, isNew ? [...before.slice(1 - HISTORY_LENGTH), sample] : before)
  }
  return next
}
