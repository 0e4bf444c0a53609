import { deployFields } from '@berth/deploy'
import { buildOriginSchema, buildRecipeSchema } from '@berth/protocol'
import { z } from 'zod'
import { imageProcedure, nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { sshField } from '../ssh-field.ts'
import { callerOf } from './caller.ts'

const id = z.string().max(64)
/** a token that reaches one app only must name it */
const one = tenantInput({ id, app: nameInput.optional() })

const oneImage = { id, repository: z.string().max(255) }

const { app, project, env, image: _image, ...wishFields } = deployFields

/** What is built, however it came. */
const made = {
  source: id,
  // what git has to do with is not said by whoever sends a folder
  origin: buildOriginSchema.refine(({ kind }) => kind !== 'git', 'must be a folder or an archive'),
  recipe: buildRecipeSchema,
  /** for `RUN --mount=type=ssh`: id → private key; null: the deploy key of the app */
  ssh: sshField,
}

export const buildsRouter = router({
  list: tenantProcedure('app:read')
    .input(tenantInput({ app: nameInput.optional(), limit: z.number().int().min(1).max(100).optional() }))
    .query(({ ctx, input }) => ctx.builds.list({ ...input, ...callerOf(ctx) })),
  get: tenantProcedure('app:read')
    .input(one)
    .query(({ ctx, input }) => ctx.builds.get({ ...input, ...callerOf(ctx) })),
  /** What it printed, from piece `from` on. */
  output: tenantProcedure('app:read')
    .input(tenantInput({ ...one.shape, from: z.number().int().min(0) }))
    .query(({ ctx, input }) => ctx.builds.output({ ...input, ...callerOf(ctx) })),
  /** Where the source of a build is sent to first. */
  upload: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput.optional() }))
    .mutation(({ ctx }) => ctx.sources.invite(callerOf(ctx))),
  /** Builds an app from a source, and deploys it. */
  start: tenantProcedure('app:deploy')
    .input(tenantInput({ app, project, env, wish: z.strictObject(wishFields).default({}), ...made }))
    .mutation(({ ctx, input }) => ctx.builds.startApp({ ...input, ...callerOf(ctx) })),
  uploadImage: imageProcedure('registry:push', 'named')
    .input(tenantInput({ repository: z.string().max(255) }))
    .mutation(({ ctx }) => ctx.sources.invite(callerOf(ctx))),
  /** Builds an image from a source, and deploys nothing. */
  startImage: imageProcedure('registry:push', 'named')
    .input(
      tenantInput({
        repository: z.string().max(255),
        tag: z
          .string()
          .regex(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/, 'is not a tag')
          .optional(),
        ...made,
      }),
    )
    .mutation(({ ctx, input }) => ctx.builds.startImage({ ...input, ...callerOf(ctx) })),
  /** The build of an image, for a token that may push it and reads nothing else. */
  getImage: imageProcedure('registry:push', 'named')
    .input(tenantInput(oneImage))
    .query(({ ctx, input }) => ctx.builds.get({ ...input, ...callerOf(ctx) })),
  outputImage: imageProcedure('registry:push', 'named')
    .input(tenantInput({ ...oneImage, from: z.number().int().min(0) }))
    .query(({ ctx, input }) => ctx.builds.output({ ...input, ...callerOf(ctx) })),
  cancelImage: imageProcedure('registry:push', 'named')
    .input(tenantInput(oneImage))
    .mutation(({ ctx, input }) => ctx.builds.cancel({ ...input, ...callerOf(ctx) })),
  again: tenantProcedure('app:deploy')
    .input(one)
    .mutation(({ ctx, input }) => ctx.builds.again({ ...input, ...callerOf(ctx) })),
  cancel: tenantProcedure('app:deploy')
    .input(one)
    .mutation(({ ctx, input }) => ctx.builds.cancel({ ...input, ...callerOf(ctx) })),
})
