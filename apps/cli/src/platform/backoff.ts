const FIRST_MS = 100
const LONGEST_MS = 10_000
const STEADY_MS = 10_000

/** Pause before the next start of what ran for `ranMs` and was paused `lastMs` before that: doubled, and forgotten after a steady run. */
export function nextPause(lastMs: number, ranMs: number): number {
  return ranMs >= STEADY_MS || lastMs === 0 ? FIRST_MS : Math.min(lastMs * 2, LONGEST_MS)
}
