import { z } from 'zod'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

export const deploysRouter = router({
  list: tenantProcedure('app:read')
    .input(tenantInput({ app: nameInput, limit: z.number().int().min(1).max(100).optional() }))
    .query(({ ctx, input }) => ctx.deploy.listDeploys({ ...input, ...callerOf(ctx) })),
  get: tenantProcedure('app:read')
    // a token that reaches one app only must name it
    .input(tenantInput({ id: z.string().max(64), app: nameInput.optional() }))
    .query(({ ctx, input }) => ctx.deploy.getDeploy({ ...input, ...callerOf(ctx) })),
  /** Without an id, the one on its way. */
  cancel: tenantProcedure('app:deploy')
    .input(
      tenantInput({
        app: nameInput,
        id: z.string().max(64).optional(),
        why: z.string().trim().min(1).max(200).optional(),
      }),
    )
    .mutation(({ ctx, input }) => ctx.deploy.cancel({ ...input, ...callerOf(ctx) })),
})
