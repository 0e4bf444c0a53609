import { BerthError, newId, parseName, type Role, ROLES } from '@berth/core'
import { type Db, isUniqueViolation, type Tx } from '@berth/db'
import type { TenantView } from '@berth/protocol'
import type { Actor, UserActor } from './actor.ts'
import { recordAudit } from './audit.ts'
import { SERVICE_ROLE } from './rights.ts'

/** Each tenant has a quota of its own, so that their number has to be limited too. */
const MAX_OWNED = 3

export type Tenants = {
  /** Those that somebody is in; a token sees its own only. */
  list(actor: Actor): Promise<TenantView[]>
  /** Errors: name.invalid, name.reserved, tenant.name_taken, quota.exceeded. */
  create(actor: UserActor, name: string, ip: string | null): Promise<TenantView>
}

export function createTenants(options: { db: Db }): Tenants {
  const { db } = options
  return {
    list: async (actor) => {
      if (actor.kind === 'service') {
        const own = await db.tenant.findMany({ where: { id: actor.token.tenantId } })
        return own.map(({ id, name, createdAt }) => ({ id, name, role: SERVICE_ROLE, createdAt }))
      }
      const rows = await db.membership.findMany({
        where: { userId: actor.userId, ...(actor.token === null ? {} : { tenantId: actor.token.tenantId }) },
        include: { tenant: true },
        orderBy: { tenant: { name: 'asc' } },
      })
      return rows.map(({ tenant, role }) => ({
        id: tenant.id,
        name: tenant.name,
        role: parseRole(role),
        createdAt: tenant.createdAt,
      }))
    },
    create: (actor, name, ip) =>
      db.$transaction(async (tx) => {
        if (!actor.isAdmin) await refuseTooMany(tx, actor.userId)
        const tenant = await createTenant(tx, { name, ownerId: actor.userId })
        await recordAudit(tx, {
          tenantId: tenant.id,
          by: actor.label,
          action: 'tenant.created',
          target: name,
          outcome: 'allowed',
          ip,
        })
        return { id: tenant.id, name: tenant.name, role: 'owner', createdAt: tenant.createdAt }
      }),
  }
}

async function refuseTooMany(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "User" WHERE id = ${userId} FOR UPDATE` // two at once are counted in turn
  const owned = await tx.membership.count({ where: { userId, role: 'owner' } })
  if (owned < MAX_OWNED) return
  throw new BerthError(
    'quota.exceeded',
    `you own ${owned} tenants, and ${MAX_OWNED} are allowed: ask an administrator`,
    { details: { quota: MAX_OWNED, used: owned } },
  )
}

/** A tenant with its project `default` and its first owner. Errors: name.*, tenant.name_taken. */
export async function createTenant(tx: Tx, options: { name: string; ownerId: string }) {
  const name = parseName('tenant', options.name)
  if ((await tx.tenant.findUnique({ where: { name } })) !== null) throw taken(name)
  const tenant = await tx.tenant
    .create({
      data: {
        id: newId('tenant'),
        name,
        memberships: { create: { userId: options.ownerId, role: 'owner' } },
        projects: { create: { id: newId('project'), name: 'default' } },
      },
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? taken(name) : error
    })
  return tenant
}

function taken(name: string): BerthError {
  return new BerthError('tenant.name_taken', `the tenant name "${name}" is taken: choose another`, {
    details: { name },
  })
}

/** A role as it lies in the database; an unknown one counts as the least. */
export function parseRole(text: string): Role {
  return ROLES.find((role) => role === text) ?? 'viewer'
}
