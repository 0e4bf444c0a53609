import { deployFields } from '@berth/deploy'
import { buildRecipeSchema } from '@berth/protocol'
import { z } from 'zod'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { sshField } from '../ssh-field.ts'
import { callerOf } from './caller.ts'

const appInput = tenantInput({ app: nameInput })
const { app, project, env, image: _image, ...wishFields } = deployFields
const branch = z.string().min(1).max(255)

/** Code of apps that lies at other git servers, and the branch that is deployed. */
export const gitRouter = router({
  get: tenantProcedure('app:read')
    .input(appInput)
    .query(({ ctx, input }) => ctx.gitRemotes.get({ ...input, ...callerOf(ctx) })),
  /** Fetches, builds and deploys; answers when the code is here and its build begins. */
  deploy: tenantProcedure('app:deploy')
    .input(
      tenantInput({
        ...{ app, project, env },
        url: z.string().min(1).max(2000).optional(),
        branch: branch.optional(),
        directory: z.string().max(1024).optional(),
        recipe: buildRecipeSchema.prefault({}),
        ssh: sshField,
        wish: z.strictObject(wishFields).default({}),
      }),
    )
    .mutation(({ ctx, input }) => ctx.gitRemotes.deploy({ ...input, ...callerOf(ctx) })),
  setBranch: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, branch }))
    .mutation(({ ctx, input }) => ctx.gitRemotes.setBranch({ ...input, ...callerOf(ctx) })),
  makeKey: tenantProcedure('app:deploy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.gitRemotes.makeKey({ ...input, ...callerOf(ctx) })),
  setToken: tenantProcedure('app:deploy')
    .input(
      tenantInput({
        app: nameInput,
        host: z.string().min(1).max(260),
        token: z.string().min(1).max(4096).nullable(),
      }),
    )
    .mutation(({ ctx, input }) => ctx.gitRemotes.setToken({ ...input, ...callerOf(ctx) })),
  /** What a provider calls when somebody pushed there, and what it called. */
  hook: tenantProcedure('app:deploy')
    .input(appInput)
    .query(({ ctx, input }) => ctx.gitHooks.get({ ...input, ...callerOf(ctx) })),
  renewHook: tenantProcedure('app:deploy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.gitHooks.renew({ ...input, ...callerOf(ctx) })),
  removeHook: tenantProcedure('app:deploy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.gitHooks.remove({ ...input, ...callerOf(ctx) })),
  forgetHosts: tenantProcedure('app:deploy')
    .input(appInput)
    .mutation(({ ctx, input }) => ctx.gitRemotes.forgetHosts({ ...input, ...callerOf(ctx) })),
})
