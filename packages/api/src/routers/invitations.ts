import { ROLES } from '@berth/core'
import { z } from 'zod'
import { acting } from '../acting.ts'
import { router, tenantInput, tenantProcedure } from '../trpc.ts'

export const invitationsRouter = router({
  list: tenantProcedure('member:manage')
    .input(tenantInput({}))
    .query(({ ctx }) => ctx.auth.invitations.list(acting(ctx))),
  create: tenantProcedure('member:manage')
    .input(tenantInput({ email: z.string().min(3).max(254), role: z.enum(ROLES) }))
    .mutation(({ ctx, input }) => ctx.auth.invitations.create(acting(ctx), input.email, input.role)),
  revoke: tenantProcedure('member:manage')
    .input(tenantInput({ id: z.string().max(64) }))
    .mutation(({ ctx, input }) => ctx.auth.invitations.revoke(acting(ctx), input.id)),
})
