/** What is known about one key: an e-mail or an address. */
export type Attempts = {
  readonly failures: number
  readonly blockedUntil: Date | null
  readonly updatedAt: Date
}

export type AttemptPolicy = {
  /** so many tries without any wait */
  readonly free: number
  /** the longest wait */
  readonly capMs: number
  /** after so long without a try all is forgotten */
  readonly forgetMs: number
}

export const EMAIL_POLICY: AttemptPolicy = { free: 5, capMs: 15 * 60_000, forgetMs: 60 * 60_000 }
/** Tries to sign in to one account from all addresses together: slow to guess, and its owner waits half a minute at most. */
export const EVERYWHERE_POLICY: AttemptPolicy = { free: 20, capMs: 30_000, forgetMs: 60 * 60_000 }
/** A school or an office comes from one address. */
export const IP_POLICY: AttemptPolicy = { free: 50, capMs: 15 * 60_000, forgetMs: 60 * 60_000 }
/** New guests of one course from one address: a lecture hall at once, then one a minute. */
export const GUEST_POLICY: AttemptPolicy = { free: 300, capMs: 60_000, forgetMs: 60 * 60_000 }

export type AttemptDecision =
  | { readonly allowed: false; readonly retryAfterMs: number }
  | { readonly allowed: true; readonly next: Attempts }

/**
 * A try counts as a failure before its outcome is known, so that a thousand at once are not one. The wait doubles
 * with each: 1 s, 2 s, 4 s … up to the cap.
 */
export function decideAttempt(known: Attempts | null, now: Date, policy: AttemptPolicy): AttemptDecision {
  const blockedMs = (known?.blockedUntil?.getTime() ?? 0) - now.getTime()
  if (blockedMs > 0) return { allowed: false, retryAfterMs: blockedMs }
  const stale = known === null || known.updatedAt.getTime() < now.getTime() - policy.forgetMs
  const failures = stale ? 1 : known.failures + 1
  const waitMs =
    failures < policy.free ? 0 : Math.min(policy.capMs, 1_000 * 2 ** Math.min(30, failures - policy.free))
  const blockedUntil = waitMs === 0 ? null : new Date(now.getTime() + waitMs)
  return { allowed: true, next: { failures, blockedUntil, updatedAt: now } }
}
