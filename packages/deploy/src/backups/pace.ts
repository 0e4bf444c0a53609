/** How fast a transfer moved: as of `at`, in milliseconds, it had moved so many bytes. */
export type Pace = { readonly begunAt: number; readonly at: number; readonly moved: number }
export type PaceLimits = {
  readonly windowMs: number
  readonly bytesPerSecond: number
  readonly totalMs: number
}

/** Slower than the slowest line that one makes backups over; and as long as one of a terabyte takes. */
export const PACE: PaceLimits = { windowMs: 5 * 60_000, bytesPerSecond: 64 * 1024, totalMs: 12 * 3_600_000 }

export type PaceLook =
  | { readonly kind: 'on'; readonly pace: Pace }
  | { readonly kind: 'over'; readonly reason: string }

/** Pure. A byte now and then holds no place: each window is looked at for what moved in it. */
export function lookAtPace(
  pace: Pace,
  { at, moved }: { readonly at: number; readonly moved: number },
  limits: PaceLimits = PACE,
): PaceLook {
  const { windowMs, bytesPerSecond, totalMs } = limits
  if (at - pace.begunAt > totalMs)
    return { kind: 'over', reason: `it was not done within ${totalMs / 1000} s, and is cut off` }
  const passed = at - pace.at
  if (passed < windowMs) return { kind: 'on', pace }
  if (moved - pace.moved >= (bytesPerSecond * passed) / 1000)
    return { kind: 'on', pace: { ...pace, at, moved } }
  const least = Math.round(bytesPerSecond / 1024)
  return {
    kind: 'over',
    reason: `it moved less than ${least} KiB a second for ${Math.round(passed / 1000)} s, and is cut off so that others can go on`,
  }
}
