import { TRAFFIC_BOUNDS_MS } from '@berth/core'

/**
 * The time within which so large a part (0 to 1) was answered, ms; within a bucket evenly spread. What took longer
 * than the last bound counts as that bound. Null without requests.
 */
export function percentile(times: readonly number[], part: number): number | null {
  const all = times.reduce((sum, count) => sum + count, 0)
  if (all === 0) return null
  let below = 0
  for (const [i, count] of times.entries()) {
    if (below + count < part * all) {
      below += count
      continue
    }
    const from = TRAFFIC_BOUNDS_MS[i - 1] ?? 0
    const to = TRAFFIC_BOUNDS_MS[i] ?? from
    return count === 0 ? from : from + ((part * all - below) / count) * (to - from)
  }
  return TRAFFIC_BOUNDS_MS.at(-1) ?? null
}
