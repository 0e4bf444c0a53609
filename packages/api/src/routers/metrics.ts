import { z } from 'zod'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'

const MONTH_SECONDS = 30 * 86_400

export const metricsRouter = router({
  get: tenantProcedure('app:read')
    .input(
      tenantInput({
        app: nameInput,
        /** seconds back from now */
        since: z.number().int().min(60).max(MONTH_SECONDS).default(3600),
        points: z.number().int().min(1).max(400).default(240),
      }),
    )
    .query(({ ctx, input: { app, since, points } }) =>
      ctx.metrics.read({ tenantId: ctx.tenant.id, app, since, points }),
    ),
})
