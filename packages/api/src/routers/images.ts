import {
  MAX_DESCRIPTION,
  MAX_README_BYTES,
  REPOSITORY_SCOPES,
  REPOSITORY_SORTS,
  TAG_SORTS,
  type Viewer,
} from '@berth/registry'
import { z } from 'zod'
import { imageProcedure, router, tenantInput } from '../trpc.ts'

/** `acme/hello` or `library/debian` */
const repository = z.string().min(3).max(255)
/** a tag or a digest */
const reference = z.string().min(1).max(200)
const platform = z.string().max(100).optional()
const page = {
  search: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(50),
  offset: z.int().min(0).max(1_000_000).default(0),
}
const side = z.strictObject({ repository, reference })

const named = ({ viewer }: { viewer: Viewer }, { repository }: { repository: string }) => ({
  ...viewer,
  repository,
})

export const imagesRouter = router({
  list: imageProcedure('registry:pull')
    .input(
      tenantInput({
        ...page,
        scope: z.enum(REPOSITORY_SCOPES).default('all'),
        sort: z.enum(REPOSITORY_SORTS).default('name'),
      }),
    )
    .query(({ ctx, input }) => ctx.images.list(ctx.viewer, input)),

  repository: imageProcedure('registry:pull')
    .input(tenantInput({ repository }))
    .query(({ ctx, input }) => ctx.images.repository(named(ctx, input))),

  tags: imageProcedure('registry:pull')
    .input(tenantInput({ repository, ...page, sort: z.enum(TAG_SORTS).default('pushed') }))
    .query(({ ctx, input }) => ctx.images.tags(named(ctx, input), input)),

  get: imageProcedure('registry:pull')
    .input(tenantInput({ repository, reference, platform }))
    .query(({ ctx, input }) => ctx.images.image(named(ctx, input), input)),

  manifest: imageProcedure('registry:pull')
    .input(tenantInput({ repository, reference }))
    .query(({ ctx, input }) => ctx.images.manifest(named(ctx, input), input.reference)),

  referrers: imageProcedure('registry:pull')
    .input(tenantInput({ repository, reference }))
    .query(({ ctx, input }) => ctx.images.referrers(named(ctx, input), input.reference)),

  packages: imageProcedure('registry:pull')
    .input(tenantInput({ repository, digest: reference, ...page }))
    .query(({ ctx, input }) => ctx.images.packages(named(ctx, input), input)),

  withPackage: imageProcedure('registry:pull')
    .input(
      tenantInput({
        name: z.string().min(1).max(256),
        version: z.string().min(1).max(128).optional(),
        limit: z.number().int().min(1).max(500).default(200),
      }),
    )
    .query(({ ctx, input }) => ctx.images.withPackage(ctx.viewer, input)),

  diff: imageProcedure('registry:pull')
    .input(tenantInput({ from: side, to: side, platform }))
    .query(({ ctx, input }) => ctx.images.diff(ctx.viewer, input)),

  describe: imageProcedure('registry:push', 'named')
    .input(
      tenantInput({
        repository,
        description: z.string().max(MAX_DESCRIPTION).optional(),
        readme: z.string().max(MAX_README_BYTES).optional(),
      }),
    )
    .mutation(({ ctx, input }) => {
      const { description, readme } = input
      const by = { by: ctx.actor.label, ip: ctx.ip }
      return ctx.images.describe(named(ctx, input), { description, readme, ...by })
    }),

  planDeletion: imageProcedure('registry:delete', 'named')
    .input(tenantInput({ repository, reference: reference.nullable() }))
    .query(({ ctx, input }) => ctx.images.planDeletion(named(ctx, input), input.reference)),

  delete: imageProcedure('registry:delete', 'named')
    .input(tenantInput({ repository, reference: reference.nullable() }))
    .mutation(({ ctx, input }) => {
      const by = { by: ctx.actor.label, ip: ctx.ip }
      return ctx.images.delete(named(ctx, input), { reference: input.reference, ...by })
    }),
})
