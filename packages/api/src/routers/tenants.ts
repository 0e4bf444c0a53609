import type { Actor } from '@berth/auth'
import { z } from 'zod'
import { nameInput, personProcedure, router, tenantInput, tenantProcedure, userProcedure } from '../trpc.ts'

export const tenantsRouter = router({
  list: userProcedure.query(({ ctx }) => ctx.auth.tenants.list(ctx.actor)),
  create: personProcedure
    .input(z.strictObject({ name: nameInput }))
    .mutation(({ ctx, input }) => ctx.auth.tenants.create(ctx.actor, input.name, ctx.ip)),
  firstSteps: tenantProcedure('tenant:read')
    .input(tenantInput({}))
    .query(({ ctx }) => ctx.auth.firstSteps.read(ctx.tenant.id, userIdOf(ctx.actor))),
  hideFirstSteps: tenantProcedure('tenant:read')
    .input(tenantInput({}))
    .mutation(async ({ ctx }) => {
      const userId = userIdOf(ctx.actor)
      if (userId !== null) await ctx.auth.firstSteps.hide(ctx.tenant.id, userId)
    }),
  quota: tenantProcedure('tenant:read')
    .input(tenantInput({}))
    .query(async ({ ctx: { deploy, imageRules, sandboxes, tenant } }) => ({
      ...(await deploy.quota(tenant.id)),
      images: await imageRules.usage(tenant.id),
      sandboxes: await sandboxes.quota(tenant.id),
    })),
})

/** A service token is nobody's, and has nothing to hide. */
function userIdOf(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.userId : null
}
