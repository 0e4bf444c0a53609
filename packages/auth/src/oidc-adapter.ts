import type { Adapter, AdapterUser } from '@auth/core/adapters'
import { type Clock, newId, parseEmail } from '@berth/core'
import type { Db, Tx, User } from '@berth/db'
import { recordAudit } from './audit.ts'
import { useInvitation } from './invitations.ts'

/** Users and identities for @auth/core's OIDC sign-in; passwords and sessions are ours. */
export function createOidcAdapter(options: { db: Db; clock: Clock }): Adapter {
  const { db, clock } = options
  return {
    getUserByAccount: async ({ provider, providerAccountId }) => {
      const account = await db.account.findUnique({
        where: { provider_providerAccountId: { provider, providerAccountId } },
        include: { user: true },
      })
      return account === null ? null : toAdapterUser(account.user)
    },
    getUserByEmail: async (email) => {
      const user = await db.user.findUnique({ where: { email: parseEmail(email) } })
      return user === null ? null : toAdapterUser(user)
    },
    createUser: (user) => db.$transaction((tx) => createUser(tx, user, clock.now())),
    linkAccount: async (account) => {
      const { userId, provider, providerAccountId, type } = account
      await db.$transaction(async (tx) => {
        await evictSquatter(tx, userId, clock.now())
        await tx.account.create({ data: { userId, provider, providerAccountId, type } })
      })
    },
  }
}

/** The provider has verified the e-mail, so every invitation to it is accepted at once. */
async function createUser(tx: Tx, user: AdapterUser, now: Date): Promise<AdapterUser> {
  const email = parseEmail(user.email)
  const row = await tx.user.create({
    data: { id: newId('user'), email, name: user.name ?? null, emailVerified: now },
  })
  const invitations = await tx.invitation.findMany({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    include: { tenant: true },
  })
  for (const invitation of invitations) await useInvitation(tx, invitation, row.id, now)
  await recordAudit(tx, {
    tenantId: null,
    by: email,
    action: 'user.signed_up',
    target: email,
    outcome: 'allowed',
  })
  return toAdapterUser(row)
}

/** Whoever signed up with an e-mail that was not proved to be theirs loses the account to the one who proves it. */
async function evictSquatter(tx: Tx, userId: string, now: Date): Promise<void> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, emailVerified: null },
    data: { emailVerified: now, passwordHash: null, sessionsValidFrom: now },
  })
  if (count === 0) return
  await tx.session.deleteMany({ where: { userId } })
  await tx.token.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } })
}

function toAdapterUser({ id, email, name, emailVerified }: User): AdapterUser {
  return { id, email, name, emailVerified }
}
