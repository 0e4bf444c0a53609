/** Sandboxes that became ready within the last so many seconds say how fast the queue moves. */
export const MEASURED_SECONDS = 60

/** Seconds until somebody's turn; null: nothing was measured. `place`: how many come before. */
export function estimate(place: number, readyLately: number): number | null {
  if (readyLately === 0) return null
  return Math.ceil(((place + 1) * MEASURED_SECONDS) / readyLately)
}
