import { secretFields } from '@berth/deploy'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

export const secretsRouter = router({
  list: tenantProcedure('app:read')
    .input(tenantInput({ app: nameInput }))
    .query(({ ctx, input }) => ctx.deploy.listSecrets({ ...callerOf(ctx), app: input.app })),
  change: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, ...secretFields }))
    .mutation(({ ctx, input }) => ctx.deploy.changeSecrets({ ...input, ...callerOf(ctx) })),
})
