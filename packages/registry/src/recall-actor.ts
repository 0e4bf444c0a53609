import { type Clock, PERMISSIONS } from '@berth/core'
import type { Db } from '@berth/db'
import type { RegistryActor } from './registry-actor.ts'

/**
 * The actor that a bearer token names, as it is now: undefined when the API token was revoked or has expired, when
 * the person was disabled, or has changed the password since.
 */
export async function recallActor(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  subject: string,
  issuedAt: Date,
): Promise<RegistryActor | undefined> {
  const [kind, id = ''] = subject.split(':')
  if (kind === 'token') return recallToken(db, clock, id)
  if (kind === 'user') return recallUser(db, id, issuedAt)
  return undefined
}

async function recallToken(db: Db, clock: Clock, id: string): Promise<RegistryActor | undefined> {
  const row = await db.token.findUnique({ where: { id }, include: { user: true } })
  if (!row || row.revokedAt || !row.expiresAt || row.expiresAt <= clock.now() || !row.tenantId)
    return undefined
  const { kind } = row
  if (kind !== 'pat' && kind !== 'svc' && kind !== 'dpl') return undefined
  const token: NonNullable<RegistryActor['token']> = {
    id: row.id,
    kind,
    name: row.name,
    tenantId: row.tenantId,
    appId: row.appId,
    scopes: PERMISSIONS.filter((permission) => row.scopes.includes(permission)),
    repositories: row.repositories,
    expiresAt: row.expiresAt,
  }
  if (kind === 'svc') return { kind: 'service', token, label: `token:${row.name}` }
  if (!row.user || row.user.disabledAt) return undefined
  return { kind: 'user', userId: row.user.id, isAdmin: row.user.isAdmin, token, label: row.user.email }
}

async function recallUser(db: Db, id: string, issuedAt: Date): Promise<RegistryActor | undefined> {
  const user = await db.user.findUnique({ where: { id } })
  // a bearer token says when it was issued in whole seconds
  if (!user || user.disabledAt || user.sessionsValidFrom.getTime() >= issuedAt.getTime() + 1000)
    return undefined
  return { kind: 'user', userId: user.id, isAdmin: user.isAdmin, token: null, label: user.email }
}
