import { randomBytes } from 'node:crypto'
import { createGuard, createTenant, type Guard, hashPassword, userActor } from '@berth/auth'
import { newId, ROLE_PERMISSIONS, type Secret } from '@berth/core'
import { type Db, forTenant, type User } from '@berth/db'

const EMAIL = 'admin@berth.localhost'
const TENANT = 'main'
const NODE = 'local'
const TOKEN_NAME = 'admin.json'
const TOKEN_DAYS = 366

export type Credentials = {
  readonly email: string
  readonly password: string
  readonly token: string
  readonly tenant: string
  readonly nodeToken: string
}

/** What the operator signs in with and this machine's agent shows. Earlier ones stop working. */
export async function makeCredentials(options: {
  db: Db
  pepper: Secret
  url: string
}): Promise<Credentials> {
  const { db } = options
  const guard = createGuard({ ...options, onError: () => undefined }) // only notes of use may fail, and none is made
  const { user, tenant } = await firstAdministrator(db)
  const password = randomBytes(15).toString('base64url')
  await db.user.update({
    where: { id: user.id },
    data: { passwordHash: await hashPassword(password, 'setup'), isAdmin: true, disabledAt: null },
  })
  return {
    email: user.email,
    password,
    token: await renewToken({ db, guard, user, tenantId: tenant.id }),
    tenant: tenant.name,
    nodeToken: await renewNodeToken(db, guard),
  }
}

/** The oldest owner who is an administrator, whatever they are called by now; none: both are made together. */
async function firstAdministrator(db: Db): Promise<{ user: User; tenant: { id: string; name: string } }> {
  return db.$transaction(async (tx) => {
    const membership = await tx.membership.findFirst({
      where: { role: 'owner', user: { isAdmin: true } },
      orderBy: { createdAt: 'asc' },
      include: { user: true, tenant: true },
    })
    if (membership !== null) return membership
    const user = await tx.user.upsert({
      where: { email: EMAIL },
      create: { id: newId('user'), email: EMAIL, name: 'Administrator', isAdmin: true },
      update: { isAdmin: true },
    })
    return { user, tenant: await createTenant(tx, { name: TENANT, ownerId: user.id }) }
  })
}

async function renewToken(options: { db: Db; guard: Guard; user: User; tenantId: string }): Promise<string> {
  const { db, guard, user, tenantId } = options
  const tenantDb = forTenant(db, tenantId)
  await tenantDb.token.updateMany({
    where: { userId: user.id, name: TOKEN_NAME, revokedAt: null },
    data: { revokedAt: new Date() },
  })
  const actor = userActor({ ...user, isAdmin: true }, { via: 'session', sessionId: null, token: null })
  const { token } = await guard.tokens.create(
    { db: tenantDb, tenantId, role: 'owner', by: user.email, userId: user.id, ip: null },
    actor,
    {
      kind: 'pat',
      name: TOKEN_NAME,
      scopes: [...ROLE_PERMISSIONS.owner, 'platform:admin'],
      expiresInDays: TOKEN_DAYS,
    },
  )
  return token
}

async function renewNodeToken(db: Db, guard: Guard): Promise<string> {
  const node = await db.node.upsert({
    where: { name: NODE },
    create: { id: newId('node'), name: NODE },
    update: {},
  })
  return guard.tokens.createForNode(node.id)
}
