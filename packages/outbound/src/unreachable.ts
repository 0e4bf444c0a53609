import { BerthError } from '@berth/core'

/**
 * The one sentence for whatever kept a connection from being made; `cause` is for the log of the platform only.
 * Whoever may type addresses must not learn from it which of ours exist.
 */
export function unreachable(url: URL, cause: unknown): BerthError {
  return new BerthError(
    'outbound.unreachable',
    `${url.host} was not reached: nothing answers there, or it is an address that the platform does not call`,
    { details: { host: url.host }, cause },
  )
}

export function tookTooLong(url: URL): BerthError {
  return new BerthError('outbound.timeout', `${url.host} took too long to answer`, {
    details: { host: url.host },
  })
}
