import { z } from 'zod'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

export const releasesRouter = router({
  list: tenantProcedure('app:read')
    .input(tenantInput({ app: nameInput }))
    .query(({ ctx, input }) => ctx.deploy.listReleases({ ...callerOf(ctx), app: input.app })),
  rollback: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, number: z.number().int().min(1).optional() }))
    .mutation(({ ctx, input }) => ctx.deploy.rollback({ ...input, ...callerOf(ctx) })),
})
