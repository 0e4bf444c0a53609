import { envFields, secretFields } from '@berth/deploy'
import { z } from 'zod'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

const one = tenantInput({ project: nameInput })

export const projectsRouter = router({
  list: tenantProcedure('app:read')
    .input(tenantInput({}))
    .query(({ ctx }) => ctx.deploy.projects.list(callerOf(ctx))),
  env: tenantProcedure('secret:read')
    .input(one)
    .query(({ ctx, input }) => ctx.deploy.projects.env({ ...callerOf(ctx), project: input.project })),
  /** Changes no app before its next release, but with `apply`. */
  setEnv: tenantProcedure('app:deploy')
    .input(tenantInput({ project: nameInput, ...envFields, apply: z.boolean().optional() }))
    .mutation(({ ctx, input }) => ctx.deploy.projects.setEnv({ ...input, ...callerOf(ctx) })),
  secrets: tenantProcedure('app:read')
    .input(one)
    .query(({ ctx, input }) => ctx.deploy.projects.secrets({ ...callerOf(ctx), project: input.project })),
  /** Changes no app before its next release, but with `apply`. */
  changeSecrets: tenantProcedure('app:deploy')
    .input(tenantInput({ project: nameInput, ...secretFields, apply: z.boolean().optional() }))
    .mutation(({ ctx, input }) => ctx.deploy.projects.changeSecrets({ ...input, ...callerOf(ctx) })),
  /** A release of each app that runs and is behind. */
  applyEnv: tenantProcedure('app:deploy')
    .input(one)
    .mutation(({ ctx, input }) => ctx.deploy.projects.applyEnv({ ...callerOf(ctx), project: input.project })),
})
