import { type Actor, heldPermissions } from '@berth/auth'
import type { Role } from '@berth/core'
import { oneLine } from '@berth/protocol'
import { z } from 'zod'
import { acting } from '../acting.ts'
import { personProcedure, router, tenantInput, tenantProcedure } from '../trpc.ts'

const newKey = {
  name: oneLine(64),
  publicKey: z.string().min(1).max(10_000),
}
const keyId = { id: z.string().max(64) }

/** Keys for git over SSH. */
export const keysRouter = router({
  /** Of one's account: they reach every tenant that one is in. */
  listOwn: personProcedure.query(({ ctx }) => ctx.auth.keys.listOwn(ctx.actor)),
  addOwn: personProcedure
    .input(z.strictObject(newKey))
    .mutation(({ ctx, input }) => ctx.auth.keys.addOwn(ctx.actor, input, ctx.ip)),
  removeOwn: personProcedure
    .input(z.strictObject(keyId))
    .mutation(({ ctx, input }) => ctx.auth.keys.removeOwn(ctx.actor, input.id, ctx.ip)),
  /** Of one tenant: one's own there, and those of its machines. */
  list: tenantProcedure('token:manage')
    .input(tenantInput({}))
    .query(({ ctx }) => ctx.auth.keys.list(acting(ctx), seesAll(ctx.actor, ctx.tenant.role))),
  add: tenantProcedure('token:manage')
    .input(tenantInput({ ...newKey, machine: z.boolean().default(false) }))
    .mutation(({ ctx, input: { name, publicKey, machine } }) =>
      ctx.auth.keys.add(acting(ctx), ctx.actor, { name, publicKey, machine }),
    ),
  remove: tenantProcedure('token:manage')
    .input(tenantInput(keyId))
    .mutation(({ ctx, input }) =>
      ctx.auth.keys.remove(acting(ctx), input.id, seesAll(ctx.actor, ctx.tenant.role)),
    ),
})

/** Whoever manages members sees, and may remove, everybody's keys. */
function seesAll(actor: Actor, role: Role | null): boolean {
  return heldPermissions(role, actor.token).includes('member:manage')
}
