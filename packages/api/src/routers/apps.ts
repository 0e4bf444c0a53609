import {
  deployFields,
  envFields,
  limitFields,
  portField,
  processesField,
  processesFields,
  runFields,
  sleepAfterField,
} from '@berth/deploy'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

const appInput = tenantInput({ app: nameInput })

export const appsRouter = router({
  list: tenantProcedure('app:read')
    .input(tenantInput({}))
    .query(({ ctx }) => ctx.deploy.listApps(callerOf(ctx))),
  get: tenantProcedure('app:read')
    .input(appInput)
    .query(({ ctx, input }) => ctx.deploy.getApp({ ...callerOf(ctx), app: input.app })),
  deploy: tenantProcedure('app:deploy')
    .input(tenantInput(deployFields))
    .mutation(({ ctx, input }) => ctx.deploy.deploy({ ...input, ...callerOf(ctx) })),
  stop: tenantProcedure('app:deploy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.deploy.stop({ ...callerOf(ctx), app: input.app })),
  start: tenantProcedure('app:deploy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.deploy.start({ ...callerOf(ctx), app: input.app })),
  pause: tenantProcedure('app:deploy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.deploy.pause({ ...callerOf(ctx), app: input.app })),
  unpause: tenantProcedure('app:deploy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.deploy.unpause({ ...callerOf(ctx), app: input.app })),
  restart: tenantProcedure('app:deploy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.deploy.restart({ ...callerOf(ctx), app: input.app })),
  setSleep: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, after: sleepAfterField }))
    .mutation(({ ctx, input }) =>
      ctx.deploy.setSleep({ ...callerOf(ctx), app: input.app, after: input.after }),
    ),
  sleep: tenantProcedure('app:deploy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.deploy.sleep({ ...callerOf(ctx), app: input.app })),
  wake: tenantProcedure('app:deploy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.deploy.wake({ ...callerOf(ctx), app: input.app })),
  destroy: tenantProcedure('app:destroy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.deploy.destroy({ ...callerOf(ctx), app: input.app })),
  env: tenantProcedure('secret:read')
    .input(appInput)
    .query(async ({ ctx, input }) => ({ env: await ctx.deploy.env({ ...callerOf(ctx), app: input.app }) })),
  setEnv: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, ...envFields }))
    .mutation(({ ctx, input }) => ctx.deploy.setEnv({ ...input, ...callerOf(ctx) })),
  configure: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, ...runFields }))
    .mutation(({ ctx, input }) => ctx.deploy.configure({ ...input, ...callerOf(ctx) })),
  setLimits: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, ...limitFields, port: portField }))
    .mutation(({ ctx, input }) => ctx.deploy.setLimits({ ...input, ...callerOf(ctx) })),
  setProcesses: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, ...processesFields }))
    .mutation(({ ctx, input }) => ctx.deploy.setProcesses({ ...input, ...callerOf(ctx) })),
  scale: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, processes: processesField }))
    .mutation(({ ctx, input }) => ctx.deploy.scale({ ...input, ...callerOf(ctx) })),
})
