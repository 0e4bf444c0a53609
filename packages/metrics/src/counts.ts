import { type HostTraffic, TRAFFIC_BOUNDS_MS, TRAFFIC_STATUSES } from '@berth/core'

/** What `RequestMetric.counts` holds, in this order: bytes in, bytes out, statuses, times. Sums of counts are counts. */
export type Counts = readonly number[]

const FIRST_STATUS = 2
const FIRST_TIME = FIRST_STATUS + TRAFFIC_STATUSES.length
const LENGTH = FIRST_TIME + TRAFFIC_BOUNDS_MS.length + 1

export const NO_COUNTS: Counts = Array.from({ length: LENGTH }, () => 0)

export function countsOf({ bytesIn, bytesOut, statuses, times }: HostTraffic): Counts {
  return [bytesIn, bytesOut, ...statuses, ...times]
}

export function addCounts(a: Counts, b: Counts): Counts {
  return a.map((value, i) => value + (b[i] ?? 0))
}

/** What came since `before`; where less is counted than then, it began anew. */
export function countsSince(before: Counts, now: Counts): Counts {
  return now.some((value, i) => value < (before[i] ?? 0))
    ? now
    : now.map((value, i) => value - (before[i] ?? 0))
}

export function bytesOf(counts: Counts): { readonly in: number; readonly out: number } {
  return { in: counts[0] ?? 0, out: counts[1] ?? 0 }
}

/** By TRAFFIC_STATUSES. */
export function statusesOf(counts: Counts): readonly number[] {
  return counts.slice(FIRST_STATUS, FIRST_TIME)
}

/** By TRAFFIC_BOUNDS_MS, and one more. */
export function timesOf(counts: Counts): readonly number[] {
  return counts.slice(FIRST_TIME, LENGTH)
}
