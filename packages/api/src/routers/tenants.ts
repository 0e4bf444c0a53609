import { z } from 'zod'
import { nameInput, personProcedure, router, tenantInput, tenantProcedure, userProcedure } from '../trpc.ts'

export const tenantsRouter = router({
  list: userProcedure.query(({ ctx }) => ctx.auth.tenants.list(ctx.actor)),
  create: personProcedure
    .input(z.strictObject({ name: nameInput }))
    .mutation(({ ctx, input }) => ctx.auth.tenants.create(ctx.actor, input.name, ctx.ip)),
  quota: tenantProcedure('tenant:read')
    .input(tenantInput({}))
    .query(({ ctx }) => ctx.deploy.quota(ctx.tenant.id)),
})
