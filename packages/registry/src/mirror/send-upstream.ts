import type { Outbound, OutboundAnswer } from '@berth/outbound'
import type { Patience } from './patience.ts'
import { isSecure } from './trusted-address.ts'
import type { Upstream } from './upstream.ts'
import { asUpstreamFailure, upstreamFailed } from './upstream-failure.ts'

const MAX_HOPS = 5
const MAX_SMALL_BYTES = 8 * 1024 * 1024

type UpstreamAsk = {
  readonly method: 'GET' | 'HEAD'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** `small`: to be whole within a minute; `large`: as long as it moves */
  readonly size: 'small' | 'large'
}

/** One exchange with an upstream, redirects followed. Errors: mirror.upstream_failed, mirror.upstream_timeout. */
export type SendUpstream = (ask: UpstreamAsk) => Promise<OutboundAnswer>

/** Credentials go to the host that was asked, and to no other that it redirects to. */
export function createSendUpstream(deps: {
  readonly upstream: Upstream
  readonly outbound: Outbound
  readonly patience: Patience
}): SendUpstream {
  const { upstream, outbound, patience } = deps
  const { host } = new URL(upstream.url)
  const { connectMs, firstByteMs, idleMs, smallMs } = patience
  const limits = {
    small: { connectMs, firstByteMs, idleMs, totalMs: smallMs, maxBytes: MAX_SMALL_BYTES },
    // a blob's own length is checked as it comes
    large: { connectMs, firstByteMs, idleMs, totalMs: Infinity, maxBytes: Infinity },
  }
  return async ({ method, url: first, headers: given, size }) => {
    let [url, headers] = [first, { 'accept-encoding': 'identity', 'user-agent': 'berth', ...given }]
    for (let hop = 0; hop <= MAX_HOPS; hop++) {
      if (!isSecure(url, upstream)) throw upstreamFailed(host, `it leads to ${url.host} without TLS`)
      const answer = await outbound
        .request({ method, url, headers, limits: limits[size] })
        .catch((error: unknown) => {
          throw asUpstreamFailure(host, error)
        })
      const next = redirectOf(answer, url)
      if (!next) return answer
      answer.body.destroy()
      if (next.host !== url.host || next.protocol !== url.protocol) headers = withoutCredentials(headers)
      url = next
    }
    throw upstreamFailed(host, `it redirects more than ${MAX_HOPS} times`)
  }
}

function redirectOf({ status, headers }: OutboundAnswer, from: URL): URL | undefined {
  const { location } = headers
  if (![301, 302, 303, 307, 308].includes(status) || !location || !URL.canParse(location, from))
    return undefined
  return new URL(location, from)
}

function withoutCredentials<H extends Readonly<Record<string, string>>>(headers: H): H {
  const { authorization: _, ...rest } = headers as H & { authorization?: string }
  return rest as H
}
