import { z } from 'zod'
import { personProcedure, router, userProcedure } from '../trpc.ts'

export const meRouter = router({
  get: userProcedure.query(async ({ ctx }) => ({
    ...(await ctx.auth.describe(ctx.actor)),
    host: ctx.config.host,
    url: ctx.config.url,
    sshPort: ctx.config.sshPort,
  })),
  setLocale: personProcedure
    .input(z.strictObject({ locale: z.enum(['en', 'zh-CN']) }))
    .mutation(({ ctx, input }) => ctx.auth.account.setLocale(ctx.actor, input.locale)),
})
