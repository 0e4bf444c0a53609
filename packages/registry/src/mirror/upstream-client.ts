import { BerthError, type Clock } from '@berth/core'
import type { Outbound, OutboundAnswer } from '@berth/outbound'
import type { Patience } from './patience.ts'
import { createSendUpstream } from './send-upstream.ts'
import type { Upstream } from './upstream.ts'
import { upstreamRefused } from './upstream-failure.ts'
import { createUpstreamTokens } from './upstream-tokens.ts'

/** After it was out of reach, an upstream is left alone so long: what waits for it would only wait longer. */
const REST_MS = 5000
const MAX_BUSY_MS = 60_000

type UpstreamRequest = {
  readonly method: 'GET' | 'HEAD'
  /** below `/v2/` */
  readonly path: string
  /** as the upstream calls it; null: of none, as for a look at `/v2/` */
  readonly repository: string | null
  readonly accept?: string
  readonly size: 'small' | 'large'
}

/** One upstream registry: any status but 401 comes back as an answer. */
export type UpstreamClient = {
  readonly host: string
  /** Errors: mirror.upstream_refused, mirror.upstream_failed, mirror.upstream_timeout, mirror.upstream_busy. */
  ask(request: UpstreamRequest): Promise<OutboundAnswer>
  /** Not to be asked again before that time (milliseconds of `clock`); throws `error` until then. */
  rest(error: BerthError): void
}

export function createUpstreamClient(deps: {
  readonly upstream: Upstream
  readonly outbound: Outbound
  readonly patience: Patience
  readonly clock: Clock
}): UpstreamClient {
  const { upstream, clock } = deps
  const { host } = new URL(upstream.url)
  const send = createSendUpstream(deps)
  const tokens = createUpstreamTokens({ upstream, send, clock })
  let resting: { readonly error: BerthError; readonly until: number } | undefined

  const rest = (error: BerthError) => {
    const ms = restOf(error)
    if (ms > 0) resting = { error, until: clock.now().getTime() + ms }
  }

  const exchange = async ({ method, path, repository, accept, size }: UpstreamRequest) => {
    const url = new URL(`${upstream.url}/v2/${path}`)
    const scope = repository === null ? '' : `repository:${repository}:pull`
    const attempt = (authorization: string | undefined) =>
      send({
        method,
        url,
        size,
        headers: { ...(accept && { accept }), ...(authorization && { authorization }) },
      })
    const first = await attempt(tokens.known(scope))
    if (first.status !== 401) return first
    first.body.destroy()
    tokens.forget(scope)
    const again = await attempt(await tokens.renew(scope, first.headers['www-authenticate']))
    if (again.status !== 401) return again
    again.body.destroy()
    tokens.forget(scope)
    throw upstreamRefused(host, `it does not let this platform read ${repository ?? 'anything'}`)
  }

  return {
    host,
    rest,
    ask: async (request) => {
      if (resting && resting.until > clock.now().getTime()) throw resting.error
      try {
        return await exchange(request)
      } catch (error) {
        if (error instanceof BerthError) rest(error)
        throw error
      }
    },
  }
}

/** What one repository's answer says of it alone is no reason to leave the others unasked. */
function restOf({ code, details, cause }: BerthError): number {
  const { retryAfter } = details
  if (code === 'mirror.upstream_busy' && typeof retryAfter === 'number')
    return Math.min(retryAfter * 1000, MAX_BUSY_MS)
  const outOfReach = cause instanceof BerthError && cause.code === 'outbound.unreachable'
  return outOfReach || code === 'mirror.upstream_timeout' ? REST_MS : 0
}
