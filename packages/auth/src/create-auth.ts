import { type Clock, type Secret, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import { type AccessControl, createAccessControl } from './access.ts'
import { type Account, createAccount } from './account.ts'
import { type Admin, createAdmin } from './admin.ts'
import { createAttemptLimit } from './attempts.ts'
import { createDenialLog } from './audit.ts'
import { createFindKeyActor, type FindKeyActor } from './keys/key-actor.ts'
import { createSshKeys, type SshKeys } from './keys/ssh-keys.ts'
import { createDescribe, type Describe } from './describe.ts'
import { createFirstSteps, type FirstSteps } from './first-steps.ts'
import { isSecure, type OidcSettings } from './auth-config.ts'
import { type AuthHandler, createAuthHandler } from './auth-handler.ts'
import { type Authenticate, createAuthenticate } from './authenticate.ts'
import { createInvitations, type Invitations } from './invitations.ts'
import { createGuesses, type Guesses } from './guesses.ts'
import { type CourseDoors, NO_COURSES } from './course-doors.ts'
import type { AuthMailer } from './mailer.ts'
import { createRecheck, type Recheck } from './recheck.ts'
import { createReportLeak, type ReportLeak } from './report-leak.ts'
import { createResets, type Resets } from './resets.ts'
import { createSessionCookieReader } from './session-cookie.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignIn } from './sign-in.ts'
import { createSignUp, type SignUp, type SignupMode } from './sign-up.ts'
import { createTenants, type Tenants } from './tenants.ts'
import { createTokenHasher } from './token-secret.ts'
import { createTokenUse } from './token-use.ts'
import { createTokens, type Tokens } from './tokens.ts'
import { createTokenVerifier, type TokenVerifier } from './verify-token.ts'

export type AuthOptions = {
  readonly db: Db
  /** key of the HMACs of API tokens */
  readonly pepper: Secret
  /** public address of the platform, without a slash at the end */
  readonly url: string
  readonly onError: (error: unknown) => void
  readonly clock?: Clock
}

/** What every process needs: who asks, and whether they may. */
export type Guard = AccessControl & {
  readonly authenticate: Authenticate
  readonly verifyNode: TokenVerifier['verifyNode']
  readonly recheck: Recheck
  readonly tokens: Tokens
  readonly keys: SshKeys
  readonly findKeyActor: FindKeyActor
}

/** For a process without cookies: control, with its registry and gateway. */
export function createGuard(options: AuthOptions): Guard {
  return assemble(options, undefined).guard
}

export type WebAuthOptions = AuthOptions & {
  /** encrypts the session's cookie */
  readonly secret: Secret
  readonly signup: SignupMode
  readonly oidc: OidcSettings | undefined
  readonly mailer: AuthMailer | undefined
  readonly courses?: CourseDoors
}

/** All use-cases around people, for web. */
export type Auth = Guard & {
  readonly handler: AuthHandler
  readonly sessions: Sessions
  readonly signUp: SignUp
  readonly resets: Resets
  readonly account: Account
  readonly tenants: Tenants
  readonly invitations: Invitations
  readonly admin: Admin
  readonly describe: Describe
  readonly reportLeak: ReportLeak
  readonly firstSteps: FirstSteps
  readonly guesses: Guesses
  /** what the sign-in page offers */
  readonly offers: { readonly signup: SignupMode; readonly oidc: string | null; readonly mail: boolean }
}

export function createAuth(options: WebAuthOptions): Auth {
  const { db, url, signup, oidc, mailer, courses = NO_COURSES } = options
  const tenants = createTenants({ db })
  const { guard, clock, hasher, attempts, signIn, sessions } = assemble(options, options.secret)
  return {
    ...guard,
    handler: createAuthHandler({ ...options, clock, mode: signup, sessions, signIn, courses }),
    sessions,
    signUp: createSignUp({ db, clock, mode: signup, attempts, signIn, courses }),
    resets: createResets({ db, clock, url, attempts, mailer }),
    account: createAccount({ db, attempts, sessions }),
    tenants,
    invitations: createInvitations({ db, clock, url, mailer }),
    admin: createAdmin({ db, clock, sessions }),
    describe: createDescribe({ db, tenants }),
    reportLeak: createReportLeak({ db, hasher, clock }),
    firstSteps: createFirstSteps({ db }),
    guesses: createGuesses({ db, clock }),
    offers: { signup, oidc: oidc?.label ?? null, mail: mailer !== undefined },
  }
}

function assemble(options: AuthOptions, secret: Secret | undefined) {
  const { db, onError, clock = systemClock } = options
  const hasher = createTokenHasher(options.pepper)
  const verifier = createTokenVerifier({ db, hasher, clock, noteUse: createTokenUse({ db, clock, onError }) })
  const attempts = createAttemptLimit({ db, clock })
  const signIn = createSignIn({ db, attempts })
  const sessions = createSessions({ db, clock })
  const readSessionId =
    secret === undefined
      ? undefined
      : createSessionCookieReader({ secret, isSecure: isSecure(options.url), clock })
  const guard: Guard = {
    ...createAccessControl({ db, logDenial: createDenialLog({ db, clock }) }),
    authenticate: createAuthenticate({ tokens: verifier, signIn, sessions, readSessionId }),
    verifyNode: verifier.verifyNode,
    recheck: createRecheck({ db, sessions, clock }),
    tokens: createTokens({ db, hasher, clock }),
    keys: createSshKeys({ db, clock }),
    findKeyActor: createFindKeyActor({ db, clock }),
  }
  return { guard, clock, hasher, attempts, signIn, sessions }
}
