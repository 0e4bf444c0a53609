import { z } from 'zod'
import { adminProcedure, imageProcedure, nameInput, router, tenantInput } from '../trpc.ts'

const node = nameInput
const digest = z.string().max(200)

/** Images as they lie on nodes: for administrators, but for where a tenant's own are. */
export const nodeImagesRouter = router({
  list: adminProcedure
    .input(z.strictObject({ node }))
    .query(({ ctx, input }) => ctx.nodeImages.list(input.node)),

  prune: adminProcedure
    .input(z.strictObject({ node, digest: digest.optional() }))
    .mutation(({ ctx, input }) => ctx.nodeImages.prune(input, { by: ctx.actor.label, ip: ctx.ip })),

  prefetch: adminProcedure
    .input(z.strictObject({ image: z.string().min(1).max(500), node: node.optional() }))
    .mutation(({ ctx, input }) => ctx.nodeImages.prefetch(input, { by: ctx.actor.label, ip: ctx.ip })),

  warm: imageProcedure('registry:pull')
    .input(tenantInput({}))
    .query(({ ctx }) => ctx.nodeImages.warm(ctx.viewer)),
})
