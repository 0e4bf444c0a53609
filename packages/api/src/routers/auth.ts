import { oneLine } from '@berth/protocol'
import { z } from 'zod'
import { nameInput, publicProcedure, router } from '../trpc.ts'

const email = z.string().min(3).max(254)
const password = z.string().min(1).max(1_000)
const personName = oneLine(100)
const linkToken = z.string().min(1).max(100)

export const authRouter = router({
  config: publicProcedure.query(({ ctx }) => ctx.auth.offers),
  signUp: publicProcedure
    .input(
      z.strictObject({
        email,
        password,
        name: personName.optional(),
        tenant: nameInput.optional(),
        invitation: linkToken.optional(),
        course: linkToken.optional(),
      }),
    )
    .mutation(({ ctx, input }) => ctx.auth.signUp.signUp({ ...input, ip: ctx.ip })),
  requestReset: publicProcedure.input(z.strictObject({ email })).mutation(async ({ ctx, input }) => {
    await ctx.auth.resets.request(input.email, ctx.ip)
    return {}
  }),
  reset: publicProcedure
    .input(z.strictObject({ token: linkToken, password }))
    .mutation(({ ctx, input }) => ctx.auth.resets.reset(input.token, input.password, ctx.ip)),
  invitation: publicProcedure
    .input(z.strictObject({ token: linkToken }))
    .query(({ ctx, input }) => ctx.auth.signUp.describe(input.token)),
  acceptInvitation: publicProcedure
    .input(z.strictObject({ token: linkToken, password: password.optional(), name: personName.optional() }))
    .mutation(({ ctx, input }) => {
      const actor = ctx.actor?.kind === 'user' && ctx.actor.via === 'session' ? ctx.actor : null
      return ctx.auth.signUp.accept({ ...input, actor, ip: ctx.ip })
    }),
})
