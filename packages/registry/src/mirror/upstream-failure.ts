import { BerthError } from '@berth/core'

const MAX_RETRY_SECONDS = 3600

type Asked = {
  readonly host: string
  /** what was asked for, as the upstream calls it */
  readonly what: string
}

type Answered = { readonly status: number; readonly headers: Readonly<Record<string, unknown>> }

/**
 * What an upstream's answer that is no success means to our own client; undefined for "it has no such thing", which
 * only a 404 is. Errors: mirror.upstream_busy, mirror.upstream_refused, mirror.upstream_failed.
 */
export function upstreamFailure(answer: Answered, { host, what }: Asked): BerthError | undefined {
  const { status } = answer
  const details = { upstream: host, status }
  if (status === 404) return undefined
  if (status === 429) {
    const retryAfter = parseRetryAfter(answer.headers['retry-after'])
    return new BerthError(
      'mirror.upstream_busy',
      `${host} limits how often it is asked: try ${what} again in ${retryAfter} s, or let an administrator add a login for it`,
      { details: { ...details, retryAfter } },
    )
  }
  if (status === 401 || status === 403)
    return upstreamRefused(host, `it does not let this platform read ${what}`)
  return new BerthError(
    'mirror.upstream_failed',
    `${host} answered ${status} when it was asked for ${what}`,
    {
      details,
    },
  )
}

export function upstreamRefused(host: string, why: string): BerthError {
  return new BerthError('mirror.upstream_refused', `${host} refuses: ${why}`, { details: { upstream: host } })
}

export function upstreamFailed(host: string, why: string, cause?: unknown): BerthError {
  return new BerthError('mirror.upstream_failed', `${host}: ${why}`, { details: { upstream: host }, cause })
}

/** What kept an upstream from answering at all, as the mirror's own errors. */
export function asUpstreamFailure(host: string, error: unknown): BerthError {
  if (!(error instanceof BerthError)) return upstreamFailed(host, 'the connection broke', error)
  switch (error.code) {
    case 'outbound.timeout':
      return new BerthError('mirror.upstream_timeout', `${host} took too long to answer`, {
        details: { upstream: host },
        cause: error,
      })
    case 'outbound.unreachable':
    case 'outbound.too_large':
    case 'outbound.url_invalid':
      return new BerthError('mirror.upstream_failed', error.message, {
        details: { upstream: host },
        cause: error,
      })
    default:
      return error
  }
}

/** Whether what is here may be served instead: the upstream is in trouble, and has not said no. */
export function allowsStale(error: BerthError): boolean {
  return (
    error.code === 'mirror.upstream_failed' ||
    error.code === 'mirror.upstream_timeout' ||
    error.code === 'mirror.upstream_busy'
  )
}

/** RFC 9110 10.2.3: seconds or a date; a minute when it says neither. */
function parseRetryAfter(header: unknown): number {
  const text = typeof header === 'string' ? header.trim() : ''
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), MAX_RETRY_SECONDS) : 60
}
