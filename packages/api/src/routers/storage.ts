import { BerthError } from '@berth/core'
import { z } from 'zod'
import { adminProcedure, router } from '../trpc.ts'

/** What holds the images of all tenants, and its collection. */
export const storageRouter = router({
  overview: adminProcedure.input(z.strictObject({}).optional()).query(({ ctx }) => ctx.storage.overview()),

  run: adminProcedure.input(z.strictObject({ id: z.string().max(64) })).query(async ({ ctx, input }) => {
    const run = await ctx.storage.run(input.id)
    if (run) return run
    throw new BerthError('input.invalid', `there is no collection ${input.id}`)
  }),

  collect: adminProcedure
    .input(z.strictObject({ dryRun: z.boolean(), reconcile: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.storage.collect({ ...input, by: ctx.actor.label })),
})
