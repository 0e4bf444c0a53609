import { BerthError } from '@berth/core'
import { oneLine } from '@berth/protocol'
import { z } from 'zod'
import { personProcedure, router } from '../trpc.ts'

const password = z.string().min(1).max(1_000)

export const accountRouter = router({
  updateProfile: personProcedure
    .input(z.strictObject({ name: oneLine(100) }))
    .mutation(({ ctx, input }) => ctx.auth.account.setName(ctx.actor, input.name)),
  changePassword: personProcedure
    .input(z.strictObject({ current: password, next: password }))
    .mutation(({ ctx, input }) =>
      ctx.auth.account.changePassword(ctx.actor, input.current, input.next, ctx.ip),
    ),
  sessions: personProcedure.query(({ ctx }) => ctx.auth.sessions.list(ctx.actor.userId, ctx.actor.sessionId)),
  revokeSession: personProcedure
    .input(z.strictObject({ id: z.string().max(64) }))
    .mutation(async ({ ctx, input }) => {
      const revoked = await ctx.auth.sessions.revoke(ctx.actor.userId, input.id)
      if (!revoked) throw new BerthError('session.not_found', `you have no session ${input.id}`)
    }),
  revokeAllSessions: personProcedure.mutation(({ ctx }) =>
    ctx.auth.sessions.revokeAll(ctx.actor.userId, ctx.actor.sessionId),
  ),
})
