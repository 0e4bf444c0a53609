const FIRST_MS = 100
const LONGEST_MS = 60_000

/** A run of this long counts as a success: the next failure starts from the shortest wait again. */
export const STEADY_MS = 10_000

/** How long to wait before the next start after so many failed ones in a row: 0.1 s, doubled, at most a minute. */
export function backoffDelay(failuresBefore: number): number {
  return Math.min(FIRST_MS * 2 ** Math.min(failuresBefore, 20), LONGEST_MS)
}
