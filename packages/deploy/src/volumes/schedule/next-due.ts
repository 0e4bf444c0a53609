const DAY_MS = 24 * 60 * 60_000
const PERIODS = { daily: DAY_MS, weekly: 7 * DAY_MS } as const

export type Every = keyof typeof PERIODS

/** Pure: in step with `before`; what was missed meanwhile is not made up for. */
export function nextDue(every: Every, before: Date, now: Date): Date {
  const period = PERIODS[every]
  const missed = Math.max(0, Math.floor((now.getTime() - before.getTime()) / period))
  return new Date(before.getTime() + (missed + 1) * period)
}

/** Pure: of the scheduled ones that are ready, newest first, those that are too many. */
export function beyond<T extends { readonly number: number }>(
  ready: readonly T[],
  keep: number,
): readonly T[] {
  return ready.toSorted((a, b) => b.number - a.number).slice(keep)
}
