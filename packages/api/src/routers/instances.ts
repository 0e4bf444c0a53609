import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

export const instancesRouter = router({
  list: tenantProcedure('app:read')
    .input(tenantInput({ app: nameInput.optional() }))
    .query(({ ctx, input }) => ctx.deploy.listInstances({ ...callerOf(ctx), app: input.app })),
})
