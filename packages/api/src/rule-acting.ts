import type { Actor } from '@berth/auth'

/** Who acts, as the rules of images want to know. */
export function ruleActing(ctx: {
  readonly actor: Actor
  readonly ip: string | null
  readonly tenant: { readonly id: string }
}): { tenantId: string; by: string; ip: string | null } {
  return { tenantId: ctx.tenant.id, by: ctx.actor.label, ip: ctx.ip }
}
