import { createTenant, hashPassword, userActor, type UserActor } from '@berth/auth'
import { newId, type Permission, type Role } from '@berth/core'
import { type Db, forTenant } from '@berth/db'
import type { TestWeb } from './web-server.ts'

export const PASSWORD = 'tall green kettle'

/** Hashing takes a tenth of a second, and everybody has the same. */
let hashed: Promise<string> | undefined

/** A person who can sign in with `PASSWORD`. */
export async function addUser(db: Db, email: string, fields: { isAdmin?: boolean } = {}): Promise<UserActor> {
  hashed ??= hashPassword(PASSWORD, 'test')
  const user = await db.user.create({
    data: { id: newId('user'), email, passwordHash: await hashed, ...fields },
  })
  return userActor(user, { via: 'session', sessionId: null, token: null })
}

/** A tenant and its owner. */
export async function addTenant(db: Db, name: string, owner: UserActor): Promise<string> {
  const { id } = await db.$transaction((tx) => createTenant(tx, { name, ownerId: owner.userId }))
  return id
}

export async function addMember(db: Db, tenantId: string, user: UserActor, role: Role): Promise<void> {
  await db.membership.create({ data: { tenantId, userId: user.userId, role } })
}

/** An API token of an owner. */
export async function addToken(
  web: TestWeb,
  tenantId: string,
  user: UserActor,
  scopes: readonly Permission[],
): Promise<{ token: string; id: string }> {
  const acting = {
    db: forTenant(web.db, tenantId),
    tenantId,
    role: 'owner',
    by: user.email,
    userId: user.userId,
    ip: null,
  } as const
  const wanted = { kind: 'pat', name: 'test', scopes, expiresInDays: 1 } as const
  const { token, view } = await web.auth.tokens.create(acting, user, wanted)
  return { token, id: view.id }
}
