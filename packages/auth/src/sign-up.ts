import { BerthError, type Clock, newId, parseEmail, type Role } from '@berth/core'
import { type Db, isUniqueViolation, type Tx, type User } from '@berth/db'
import type { UserActor } from './actor.ts'
import type { AttemptLimit } from './attempts.ts'
import { recordAudit } from './audit.ts'
import type { CourseDoors } from './course-doors.ts'
import { findInvitation, type OpenInvitation, useInvitation } from './invitations.ts'
import { hashPassword, senderOf } from './password.ts'
import { checkPassword } from './password-policy.ts'
import type { SignIn } from './sign-in.ts'
import { createTenant, parseRole } from './tenants.ts'

/** open: anybody; invitation: who has a link; closed: nobody (accounts that exist may still join tenants). */
export const SIGNUP_MODES = ['invitation', 'open', 'closed'] as const
export type SignupMode = (typeof SIGNUP_MODES)[number]

type SignUpInput = {
  readonly email: string
  readonly password: string
  readonly name?: string | undefined
  /** a tenant of one's own to begin with */
  readonly tenant?: string | undefined
  /** token of an invitation's link */
  readonly invitation?: string | undefined
  /** token of a personal invitation to a course, which is taken afterwards */
  readonly course?: string | undefined
  readonly ip: string | null
}

export type SignUp = {
  /** Errors: auth.signup_closed, auth.email_taken, auth.password_weak, auth.link_invalid, tenant.name_taken, name.*. */
  signUp(input: SignUpInput): Promise<void>
  /** What an invitation's page shows. Error: auth.link_invalid. */
  describe(token: string): Promise<{ email: string; tenant: string | null; role: Role; hasAccount: boolean }>
  /** By a new account with this password, or into the account that exists, with its password or its session. */
  accept(input: AcceptInput): Promise<void>
}

type AcceptInput = {
  readonly token: string
  readonly password?: string | undefined
  readonly name?: string | undefined
  readonly actor: UserActor | null
  readonly ip: string | null
}

type Deps = {
  db: Db
  clock: Clock
  mode: SignupMode
  attempts: AttemptLimit
  signIn: SignIn
  courses: CourseDoors
}

export function createSignUp(deps: Deps): SignUp {
  const { db, clock } = deps
  return {
    signUp: async (input) => {
      const email = parseEmail(input.email)
      await deps.attempts.take('sign-up', email, input.ip)
      const invitation = input.invitation
        ? await findInvitation(db, input.invitation, clock.now())
        : undefined
      const toCourse = input.course === undefined ? undefined : await deps.courses.invitedEmail(input.course)
      refuseUninvited(
        deps.mode,
        email,
        invitation ?? (toCourse === undefined ? undefined : { email: toCourse }),
      )
      checkPassword(input.password, email)
      const passwordHash = await hashPassword(input.password, senderOf(input.ip, email))
      await db.$transaction(async (tx) => {
        const user = await createUser(tx, { email, name: input.name ?? null, passwordHash }, input.ip)
        if (invitation !== undefined) await useInvitation(tx, invitation, user.id, clock.now())
        if (input.tenant !== undefined) await createTenant(tx, { name: input.tenant, ownerId: user.id })
      })
    },
    describe: async (token) => {
      const { email, tenant, role } = await findInvitation(db, token, clock.now())
      const account = await db.user.findUnique({ where: { email }, select: { id: true } })
      return { email, tenant: tenant?.name ?? null, role: parseRole(role), hasAccount: account !== null }
    },
    accept: async (input) => {
      const invitation = await findInvitation(db, input.token, clock.now())
      const account = await db.user.findUnique({ where: { email: invitation.email } })
      if (account === null) await acceptAsNew(deps, invitation, input)
      else await acceptAsKnown(deps, invitation, account, input)
    },
  }
}

/** An invitation is for one e-mail; in `closed` mode it makes no account. */
function refuseUninvited(mode: SignupMode, email: string, invitation: { email: string } | undefined): void {
  if (mode === 'open' && invitation === undefined) return
  if (mode !== 'closed' && invitation?.email === email) return
  throw new BerthError(
    'auth.signup_closed',
    'nobody can sign up here without an invitation to this e-mail address',
  )
}

async function acceptAsNew(deps: Deps, invitation: OpenInvitation, input: AcceptInput): Promise<void> {
  const { email } = invitation
  refuseUninvited(deps.mode, email, invitation)
  if (input.password === undefined) throw new BerthError('auth.password_weak', 'choose a password')
  checkPassword(input.password, email)
  const passwordHash = await hashPassword(input.password, senderOf(input.ip, email))
  await deps.db.$transaction(async (tx) => {
    const user = await createUser(tx, { email, name: input.name ?? null, passwordHash }, input.ip)
    await useInvitation(tx, invitation, user.id, deps.clock.now())
  })
}

async function acceptAsKnown(
  deps: Deps,
  invitation: OpenInvitation,
  account: User,
  input: AcceptInput,
): Promise<void> {
  if (input.actor?.userId !== account.id) {
    if (input.password === undefined) {
      throw new BerthError('auth.required', `sign in as ${invitation.email} to accept this invitation`)
    }
    await deps.signIn({ email: invitation.email, password: input.password, ip: input.ip })
  }
  await deps.db.$transaction((tx) => useInvitation(tx, invitation, account.id, deps.clock.now()))
}

type NewUser = { email: string; name: string | null; passwordHash: string }

async function createUser(tx: Tx, user: NewUser, ip: string | null): Promise<User> {
  const { email } = user
  const row = await tx.user.create({ data: { id: newId('user'), ...user } }).catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error
    throw new BerthError('auth.email_taken', `${email} has an account already: sign in`)
  })
  await recordAudit(tx, {
    tenantId: null,
    by: email,
    action: 'user.signed_up',
    target: email,
    outcome: 'allowed',
    ip,
  })
  return row
}
