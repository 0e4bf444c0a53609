const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Let's Encrypt allows five failed challenges of one host an hour. */
const PAUSES_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, 12 * HOUR_MS, 24 * HOUR_MS]

/** When it is tried again after so many failures in a row; `retryAfterMs`: what the authority asked for. */
export function afterFailure(failures: number, now: Date, retryAfterMs = 0): Date {
  const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1] ?? MINUTE_MS
  return new Date(now.getTime() + Math.max(pause, retryAfterMs))
}

/** Two thirds of its life are over. */
export function renewalOf({
  notBefore,
  notAfter,
}: {
  readonly notBefore: Date
  readonly notAfter: Date
}): Date {
  const life = notAfter.getTime() - notBefore.getTime()
  return new Date(notBefore.getTime() + Math.floor((life * 2) / 3))
}
