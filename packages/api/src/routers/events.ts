import { z } from 'zod'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

const eventsInput = tenantInput({
  app: nameInput.optional(),
  before: z.string().max(20).optional(),
  limit: z.number().int().min(1).max(200).optional(),
})

export const eventsRouter = router({
  list: tenantProcedure('app:read')
    .input(eventsInput)
    .query(({ ctx, input }) => ctx.deploy.listEvents({ ...input, ...callerOf(ctx) })),
})
