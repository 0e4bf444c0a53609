import { mountWishSchema } from '@berth/deploy'
import { z } from 'zod'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

const MIB = 1024 ** 2
const bytes = z
  .number()
  .int()
  .min(16 * MIB, 'a volume has at least 16 MiB')
  .max(2 ** 50)
const snapshot = z.number().int().min(1)
const one = tenantInput({ volume: nameInput })

export const volumesRouter = router({
  list: tenantProcedure('app:read')
    .input(tenantInput({ app: nameInput.optional() }))
    .query(({ ctx, input }) => ctx.deploy.volumes.list({ ...callerOf(ctx), app: input.app })),
  get: tenantProcedure('app:read')
    .input(one)
    .query(({ ctx, input }) => ctx.deploy.volumes.get({ ...input, ...callerOf(ctx) })),
  create: tenantProcedure('app:deploy')
    .input(tenantInput({ name: nameInput, bytes: bytes.optional(), shared: z.boolean().optional() }))
    .mutation(({ ctx, input }) => ctx.deploy.volumes.create({ ...input, ...callerOf(ctx) })),
  resize: tenantProcedure('app:deploy')
    .input(tenantInput({ volume: nameInput, bytes }))
    .mutation(({ ctx, input }) => ctx.deploy.volumes.resize({ ...input, ...callerOf(ctx) })),
  /** A release of the app with the volume in it; a volume that is not there is made. */
  attach: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, mount: mountWishSchema }))
    .mutation(({ ctx, input }) => ctx.deploy.volumes.attach({ ...input, ...callerOf(ctx) })),
  detach: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, volume: nameInput }))
    .mutation(({ ctx, input }) => ctx.deploy.volumes.detach({ ...input, ...callerOf(ctx) })),
  snapshot: tenantProcedure('app:deploy')
    .input(one)
    .mutation(({ ctx, input }) => ctx.deploy.volumes.snapshot({ ...input, ...callerOf(ctx) })),
  /** Snapshots by themselves, of which the newest `keep` stay; null: none any more. */
  schedule: tenantProcedure('app:deploy')
    .input(
      tenantInput({
        volume: nameInput,
        every: z.enum(['daily', 'weekly']).nullable(),
        keep: z.number().int().min(1).max(14).default(7),
      }),
    )
    .mutation(({ ctx, input }) => ctx.deploy.volumes.schedule({ ...input, ...callerOf(ctx) })),
  /** The app is stopped meanwhile; what the volume held becomes a snapshot too. */
  restore: tenantProcedure('app:deploy')
    .input(tenantInput({ volume: nameInput, snapshot }))
    .mutation(({ ctx, input }) => ctx.deploy.volumes.restore({ ...input, ...callerOf(ctx) })),
  deleteSnapshot: tenantProcedure('app:destroy')
    .input(tenantInput({ volume: nameInput, snapshot }))
    .mutation(({ ctx, input }) => ctx.deploy.volumes.deleteSnapshot({ ...input, ...callerOf(ctx) })),
  /** It can be had back for a day. */
  delete: tenantProcedure('app:destroy')
    .input(one)
    .mutation(({ ctx, input }) => ctx.deploy.volumes.delete({ ...input, ...callerOf(ctx) })),
  undelete: tenantProcedure('app:destroy')
    .input(one)
    .mutation(({ ctx, input }) => ctx.deploy.volumes.undelete({ ...input, ...callerOf(ctx) })),
})
