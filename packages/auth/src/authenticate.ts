import { BerthError } from '@berth/core'
import type { Actor } from './actor.ts'
import type { SessionCookieReader } from './session-cookie.ts'
import type { Sessions } from './sessions.ts'
import type { SignIn } from './sign-in.ts'
import { looksLikeToken } from './token-format.ts'
import { userActor } from './user-actor.ts'
import type { TokenVerifier } from './verify-token.ts'

/** The proof that a request carries. */
export type Proof = {
  readonly authorization: string | null
  readonly cookie: string | null
  readonly ip: string | null
}

/**
 * Who asks: `Authorization: Bearer <token>`, `Basic` (any user name with a token as the password, or e-mail with
 * password), or the session's cookie. Null: nobody. Errors: auth.token_invalid, auth.bad_credentials,
 * auth.too_many_attempts, auth.session_expired.
 */
export type Authenticate = (proof: Proof) => Promise<Actor | null>

export function createAuthenticate(options: {
  tokens: TokenVerifier
  signIn: SignIn
  sessions: Sessions
  /** absent in a process that has no cookies, like the registry's */
  readSessionId: SessionCookieReader | undefined
}): Authenticate {
  const { tokens, signIn, sessions, readSessionId } = options
  return async ({ authorization, cookie, ip }) => {
    if (authorization !== null) {
      const credentials = parseAuthorization(authorization)
      if (credentials.kind === 'token') return tokens.verify(credentials.token, ip)
      const user = await signIn({ ...credentials, ip })
      return userActor(user, { via: 'session', sessionId: null, token: null })
    }
    const sessionId = await readSessionId?.(cookie)
    if (sessionId === undefined) return null
    const actor = await sessions.check(sessionId)
    if (actor === undefined)
      throw new BerthError('auth.session_expired', 'your session has ended: sign in again')
    return actor
  }
}

type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly email: string; readonly password: string }

function parseAuthorization(header: string): Credentials {
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(header.trim()) ?? []
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return { kind: 'token', token: value }
    case 'basic':
      return parseBasic(Buffer.from(value, 'base64').toString('utf8'))
    default:
      throw new BerthError('auth.token_invalid', 'the Authorization header is neither Bearer nor Basic')
  }
}

function parseBasic(pair: string): Credentials {
  const colon = pair.indexOf(':')
  const password = pair.slice(colon + 1)
  const email = pair.slice(0, Math.max(0, colon))
  // a name that is no e-mail address stands beside a token, which may be cut off or another platform's
  if (!email.includes('@') || looksLikeToken(password)) return { kind: 'token', token: password }
  return { kind: 'password', email, password }
}
