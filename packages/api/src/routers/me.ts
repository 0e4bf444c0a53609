import { z } from 'zod'
import { asPerson, router, signedInProcedure } from '../trpc.ts'

export const meRouter = router({
  get: signedInProcedure.query(async ({ ctx }) => ({
    ...(await ctx.auth.describe(ctx.actor)),
    host: ctx.config.host,
    url: ctx.config.url,
    sshPort: ctx.config.sshPort,
  })),
  setLocale: signedInProcedure
    .input(z.strictObject({ locale: z.enum(['en', 'zh-CN']) }))
    .mutation(({ ctx, input }) => ctx.auth.account.setLocale(asPerson(ctx.actor), input.locale)),
})
