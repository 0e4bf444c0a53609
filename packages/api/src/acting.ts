import type { Acting, Actor } from '@berth/auth'
import type { Role } from '@berth/core'
import type { TenantDb } from '@berth/db'

/** Who acts, within which tenant: what the use-cases around members and tokens want to know. */
export function acting(ctx: {
  readonly actor: Actor
  readonly db: TenantDb
  readonly ip: string | null
  readonly tenant: { readonly id: string; readonly role: Role | null }
}): Acting {
  return {
    db: ctx.db,
    tenantId: ctx.tenant.id,
    role: ctx.tenant.role,
    by: ctx.actor.label,
    userId: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
    ip: ctx.ip,
  }
}
