import { listMembers, removeMember, setMemberRole } from '@berth/auth'
import { ROLES } from '@berth/core'
import { z } from 'zod'
import { acting } from '../acting.ts'
import { router, tenantInput, tenantProcedure } from '../trpc.ts'

const userId = z.string().max(64)

export const membersRouter = router({
  list: tenantProcedure('tenant:read')
    .input(tenantInput({}))
    .query(({ ctx }) => listMembers(ctx.db)),
  setRole: tenantProcedure('member:manage')
    .input(tenantInput({ userId, role: z.enum(ROLES) }))
    .mutation(({ ctx, input }) => setMemberRole(acting(ctx), input.userId, input.role)),
  remove: tenantProcedure('member:manage')
    .input(tenantInput({ userId }))
    .mutation(({ ctx, input }) => removeMember(acting(ctx), input.userId)),
})
