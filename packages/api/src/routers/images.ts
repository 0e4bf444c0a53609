import { z } from 'zod'
import { router, tenantInput, tenantProcedure } from '../trpc.ts'

/** `acme/hello` or `library/debian` */
const repositoryInput = z.string().min(3).max(255)
const tagInput = z.string().min(1).max(128)

export const imagesRouter = router({
  list: tenantProcedure('registry:pull')
    .input(tenantInput({}))
    .query(({ ctx }) => ctx.images.list(ctx.tenant.id)),

  tags: tenantProcedure('registry:pull')
    .input(tenantInput({ repository: repositoryInput }))
    .query(({ ctx, input }) => ctx.images.tags(ctx.tenant.id, input.repository)),

  deleteTag: tenantProcedure('registry:delete')
    .input(tenantInput({ repository: repositoryInput, tag: tagInput }))
    .mutation(({ ctx, input }) => ctx.images.deleteTag(ctx.tenant.id, input.repository, input.tag)),
})
