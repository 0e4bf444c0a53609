import type { BerthError } from '@berth/core'

const ATTEMPTS = 3
const WAIT_MS = 10_000

/** What becomes of a transfer that failed. */
export type AfterFailure =
  | { readonly kind: 'again'; readonly notBefore: Date; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }

/** Pure. What may pass is tried again; `attempts` counts the one that failed. */
export function afterFailure(error: BerthError, attempts: number, now: Date): AfterFailure {
  const reason = error.kind === 'internal' ? 'the platform could not do it' : error.message
  const mayPass = error.kind === 'unavailable' || error.kind === 'timeout' || error.kind === 'internal'
  if (!mayPass || attempts >= ATTEMPTS) return { kind: 'failed', reason }
  const notBefore = new Date(now.getTime() + WAIT_MS * 3 ** (attempts - 1))
  return { kind: 'again', notBefore, reason }
}
