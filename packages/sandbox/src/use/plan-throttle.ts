/** Full cpu for so long is more than a lesson needs. */
const BUSY_MS = 10 * 60_000
/** Calm again for so long: it has its cpu back. */
const HELD_MS = 5 * 60_000

/** Whether a sandbox is held back for using all its cpu for long, or gets it back because it is calm. */
export function planThrottle(
  { state, busySince, throttledAt }: { state: string; busySince: Date | null; throttledAt: Date | null },
  now: Date,
): 'hold' | 'release' | null {
  if (throttledAt !== null) {
    const isOver = busySince === null && now.getTime() - throttledAt.getTime() >= HELD_MS
    return isOver ? 'release' : null
  }
  const isBusy = busySince !== null && now.getTime() - busySince.getTime() >= BUSY_MS
  return state === 'running' && isBusy ? 'hold' : null
}
