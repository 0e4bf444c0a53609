import { listAudit } from '@berth/auth'
import { z } from 'zod'
import { router, tenantInput, tenantProcedure } from '../trpc.ts'

export const auditRouter = router({
  list: tenantProcedure('audit:read')
    .input(
      tenantInput({
        before: z.string().max(64).optional(),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .query(({ ctx, input }) => listAudit(ctx.db, input)),
})
