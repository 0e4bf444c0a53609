import type { AuthConfig } from '@auth/core'
import { CredentialsSignin } from '@auth/core/errors'
import type { Provider } from '@auth/core/providers'
import credentials from '@auth/core/providers/credentials'
import { BerthError, type Clock, parseEmail, type Secret, toBerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { CourseDoors } from './course-doors.ts'
import { createOidcAdapter } from './oidc-adapter.ts'
import { refuseOidc } from './oidc-admission.ts'
import { cookieNames } from './session-cookie.ts'
import { SESSION_DAYS, type Sessions } from './sessions.ts'
import type { SignIn } from './sign-in.ts'
import type { SignupMode } from './sign-up.ts'

export type OidcSettings = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: Secret
  /** on the button */
  readonly label: string
}

export type AuthConfigOptions = {
  readonly db: Db
  readonly clock: Clock
  readonly url: string
  readonly secret: Secret
  readonly mode: SignupMode
  readonly oidc: OidcSettings | undefined
  readonly sessions: Sessions
  readonly signIn: SignIn
  readonly courses: CourseDoors
  readonly onError: (error: unknown) => void
}

export type Visitor = { readonly ip: string | null; readonly userAgent: string | null }

/** @auth/core's configuration for one request: the cookie holds nothing but the id of a session's row. */
export function authConfig(options: AuthConfigOptions, visitor: Visitor): AuthConfig {
  const { sessions, oidc } = options
  return {
    basePath: '/api/auth',
    trustHost: true, // the request is rebuilt from the one public url before it comes here
    secret: options.secret.reveal(),
    useSecureCookies: isSecure(options.url),
    cookies: cookies(isSecure(options.url)),
    pages: { signIn: '/signin', signOut: '/signin', error: '/signin' },
    session: { strategy: 'jwt', maxAge: SESSION_DAYS * 24 * 60 * 60 },
    adapter: createOidcAdapter(options),
    providers: [
      passwords(options, visitor),
      guests(options),
      ...(oidc === undefined ? [] : [oidcProvider(oidc)]),
    ],
    callbacks: {
      signIn: async ({ account, profile }) =>
        account?.provider !== 'oidc' || admit(options, account.providerAccountId, profile ?? {}),
      jwt: async ({ token, user }) => {
        if (user?.id !== undefined) return { sid: await sessions.open(user.id, visitor) }
        const sid = token['sid']
        return typeof sid === 'string' && (await sessions.check(sid)) !== undefined ? { sid } : null
      },
      session: ({ session }) => ({ expires: session.expires }), // who it is, `me.get` says
    },
    events: {
      signOut: async (message) => {
        const sid = 'token' in message ? message.token?.['sid'] : undefined
        if (typeof sid === 'string') await sessions.close(sid)
      },
    },
    logger: {
      error: (error) => {
        if (!(error instanceof CredentialsSignin)) options.onError(error)
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  }
}

function passwords(options: AuthConfigOptions, visitor: Visitor): Provider {
  return credentials({
    credentials: { email: {}, password: {} },
    authorize: async ({ email, password }) => {
      try {
        return await options.signIn({ email: String(email), password: String(password), ip: visitor.ip })
      } catch (error) {
        throw new RefusedSignIn(toBerthError(error))
      }
    },
  })
}

/** A guest comes back by the link that is theirs alone: 256 random bits, which nobody guesses. */
function guests({ db, courses }: AuthConfigOptions): Provider {
  return credentials({
    id: 'guest',
    credentials: { token: {} },
    authorize: async ({ token }) => {
      const id = await courses.findGuest(String(token))
      const user = id === undefined ? null : await db.user.findUnique({ where: { id } })
      if (user?.guest && user.disabledAt === null) return user
      throw new RefusedSignIn(new BerthError('auth.link_invalid', 'this link is not valid any more'))
    },
  })
}

/** Carries our code to the page: `?error=CredentialsSignin&code=auth.too_many_attempts`. */
class RefusedSignIn extends CredentialsSignin {
  constructor(error: BerthError) {
    super(error.message, { cause: error })
    this.code =
      error.kind === 'invalid' && error.code !== 'auth.link_invalid' ? 'auth.bad_credentials' : error.code
  }
}

function oidcProvider(oidc: OidcSettings): Provider {
  return {
    id: 'oidc',
    name: oidc.label,
    type: 'oidc',
    issuer: oidc.issuer,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret.reveal(),
    checks: ['pkce', 'state', 'nonce'],
    allowDangerousEmailAccountLinking: true, // `admit` lets only verified e-mails get that far
  }
}

type Claims = { email?: string | null | undefined; email_verified?: unknown }

/** True, or the address of the sign-in page with the reason. */
async function admit(
  options: AuthConfigOptions,
  providerAccountId: string,
  claims: Claims,
): Promise<true | string> {
  const { db, clock, mode, url } = options
  const email = claims.email ? parseEmail(claims.email) : null
  const linked = await db.account.findUnique({
    where: { provider_providerAccountId: { provider: 'oidc', providerAccountId } },
    include: { user: true },
  })
  const user = linked?.user ?? (email === null ? null : await db.user.findUnique({ where: { email } }))
  const invited = await db.invitation.count({
    where: { email: email ?? '', acceptedAt: null, revokedAt: null, expiresAt: { gt: clock.now() } },
  })
  const refused = refuseOidc({
    email,
    emailVerified: claims.email_verified === true || claims.email_verified === 'true',
    account: user && { isLinked: linked !== null, isDisabled: user.disabledAt !== null },
    isInvited: invited > 0,
    mode,
  })
  return refused === undefined || `${url}/signin?error=AccessDenied&code=${refused}`
}

export function isSecure(url: string): boolean {
  return url.startsWith('https:')
}

function cookies(secure: boolean): AuthConfig['cookies'] {
  const names = cookieNames(secure)
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const
  const short = { ...options, maxAge: 15 * 60 }
  const prefix = secure ? '__Host-' : ''
  return {
    sessionToken: { name: names.session, options },
    csrfToken: { name: names.csrf, options },
    callbackUrl: { name: names.callback, options },
    pkceCodeVerifier: { name: `${prefix}berth-pkce`, options: short },
    state: { name: `${prefix}berth-state`, options: short },
    nonce: { name: `${prefix}berth-nonce`, options: short },
  }
}
