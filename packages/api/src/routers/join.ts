import { BerthError } from '@berth/core'
import { oneLine } from '@berth/protocol'
import { z } from 'zod'
import type { ApiContext } from '../context.ts'
import { asPerson, publicProcedure, router, signedInProcedure } from '../trpc.ts'

/** a code as it was typed, or the secret of a personal link */
const code = z.string().trim().min(1).max(100)
const name = oneLine(100)

export const joinRouter = router({
  describe: publicProcedure.input(z.strictObject({ code })).query(({ ctx, input }) =>
    guessing(ctx, () =>
      ctx.courses.join.describe(input.code, {
        signUp: ctx.auth.offers.signup,
        remembered: ctx.guestMemory.remembered,
      }),
    ),
  ),
  enter: signedInProcedure.input(z.strictObject({ code })).mutation(({ ctx, input }) => {
    const { userId, email, isGuest, name: called } = asPerson(ctx.actor)
    const joiner = { userId, email: isGuest ? null : email, name: called ?? email, ip: ctx.ip }
    return guessing(ctx, () => ctx.courses.join.enter(input.code, joiner))
  }),
  asGuest: publicProcedure
    // `another`: whoever sits there now is not the guest that this browser was before
    .input(z.strictObject({ code, name, another: z.boolean().default(false) }))
    .mutation(async ({ ctx, input: { code, name, another } }) => {
      const { guestMemory, ip, auth } = ctx
      const admit = (course: string) => auth.guesses.admitGuest(course, ip)
      const ask = { name, ip, another, admit, remembered: guestMemory.remembered }
      const joined = await guessing(ctx, () => ctx.courses.join.asGuest(code, ask))
      guestMemory.keep(joined.token)
      return joined
    }),
  /** Proves the e-mail of a line of the roster: its link is mailed there. */
  mailLink: signedInProcedure.input(z.strictObject({ code })).mutation(({ ctx, input }) => {
    const { email } = asPerson(ctx.actor)
    return guessing(ctx, () => ctx.courses.join.mailOwnLink(input.code, email))
  }),
})

/** Counts codes that are wrong, by address. Error: auth.too_many_attempts. */
async function guessing<T>(ctx: Pick<ApiContext, 'auth' | 'ip'>, work: () => Promise<T>): Promise<T> {
  await ctx.auth.guesses.refuse('join', ctx.ip)
  try {
    return await work()
  } catch (error) {
    if (error instanceof BerthError && error.code === 'course.code_invalid') {
      await ctx.auth.guesses.count('join', ctx.ip)
    }
    throw error
  }
}
