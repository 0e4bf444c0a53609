import { BerthError, type Clock } from '@berth/core'
import { readAnswer } from './read-answer.ts'
import { parseChallenge } from './bearer-challenge.ts'
import { createSingleflight } from './singleflight.ts'
import { isTrustedRealm } from './trusted-address.ts'
import type { Upstream } from './upstream.ts'
import { upstreamFailed, upstreamFailure, upstreamRefused } from './upstream-failure.ts'
import type { SendUpstream } from './send-upstream.ts'
import { z } from 'zod'

const MAX_TOKENS = 1000
const MAX_TOKEN_BYTES = 256 * 1024
/** A token is not used in its last moments: it would end on the way. */
const MARGIN_MS = 10_000

const tokenSchema = z.object({
  token: z.string().min(1).optional(),
  access_token: z.string().min(1).optional(),
  expires_in: z.number().min(0).optional(),
})

/** What goes into `Authorization` for one repository of an upstream, kept until it expires. */
export type UpstreamTokens = {
  known(scope: string): string | undefined
  /** Errors: mirror.upstream_refused, mirror.upstream_failed, mirror.upstream_busy. */
  renew(scope: string, challenge: string | undefined): Promise<string>
  forget(scope: string): void
}

export function createUpstreamTokens(deps: {
  readonly upstream: Upstream
  readonly send: SendUpstream
  readonly clock: Clock
}): UpstreamTokens {
  const { upstream, clock } = deps
  const tokens = new Map<string, { readonly authorization: string; readonly until: number }>()
  const once = createSingleflight<string>()
  return {
    known: (scope) => {
      const token = tokens.get(scope)
      return token && token.until > clock.now().getTime() ? token.authorization : undefined
    },
    renew: (scope, header) =>
      once(scope, async () => {
        const { host } = new URL(upstream.url)
        const challenge = parseChallenge(header)
        if (!challenge) throw upstreamRefused(host, 'it wants a login of a kind that is not known here')
        if (challenge.kind === 'basic') return basic(upstream, host)
        const { token, seconds } = await fetchToken(deps, scope, challenge)
        const until = clock.now().getTime() + seconds * 1000 - MARGIN_MS
        if (tokens.size >= MAX_TOKENS) tokens.clear()
        tokens.set(scope, { authorization: `Bearer ${token}`, until })
        return `Bearer ${token}`
      }),
    forget: (scope) => void tokens.delete(scope),
  }
}

function basic({ credentials }: Upstream, host: string): string {
  if (!credentials) throw upstreamRefused(host, 'it wants a login, and none was given to this mirror')
  const { username, password } = credentials
  return `Basic ${Buffer.from(`${username}:${password.reveal()}`).toString('base64')}`
}

/** distribution, "Token Authentication Specification". */
async function fetchToken(
  { upstream, send }: { upstream: Upstream; send: SendUpstream },
  scope: string,
  challenge: { readonly realm: string; readonly service: string | null },
): Promise<{ token: string; seconds: number }> {
  const { host } = new URL(upstream.url)
  const url = trustedRealm(challenge.realm, upstream, host)
  if (challenge.service !== null) url.searchParams.set('service', challenge.service)
  if (scope !== '') url.searchParams.append('scope', scope)
  const headers: Record<string, string> = upstream.credentials ? { authorization: basic(upstream, host) } : {}
  const answer = await send({ method: 'GET', url, headers, size: 'small' })
  if (answer.status !== 200) {
    answer.body.destroy()
    throw (
      upstreamFailure(answer, { host, what: 'a token' }) ??
      upstreamFailed(host, 'there is no token service where it says')
    )
  }
  const parsed = tokenSchema.safeParse(parseJson(await readAnswer(answer.body, MAX_TOKEN_BYTES, host)))
  const token = parsed.data?.token ?? parsed.data?.access_token
  if (token === undefined || /[^\x21-\x7e]/.test(token))
    throw upstreamFailed(host, 'its token service gave no token')
  return { token, seconds: Math.min(parsed.data?.expires_in ?? 60, 3600) }
}

function trustedRealm(text: string, upstream: Upstream, host: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && isTrustedRealm(url, upstream)) return url
  throw new BerthError(
    'mirror.upstream_refused',
    `${host} sends to ${url?.host ?? 'an address that is none'} for a login, which is not its own: an administrator may add that host to the mirror's realms`,
    { details: { upstream: host, realm: url?.host ?? null } },
  )
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined // what is no JSON has no token in it, which is said above
  }
}
