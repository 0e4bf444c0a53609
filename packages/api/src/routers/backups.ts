import { bucketSchema } from '@berth/protocol'
import { z } from 'zod'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

const manage = tenantProcedure('backup:manage')
const backup = z.string().max(64)

/** Backups of volumes in the tenant's own bucket. */
export const backupsRouter = router({
  list: tenantProcedure('app:read')
    .input(tenantInput({ volume: nameInput.optional() }))
    .query(({ ctx, input }) => ctx.backups.list({ ...input, ...callerOf(ctx) })),
  /** The bucket is tried before it is kept. Without a secret the one that is kept stays. */
  setTarget: manage
    .input(tenantInput({ bucket: bucketSchema, secret: z.string().trim().min(1).max(512).optional() }))
    .mutation(({ ctx, input }) => ctx.backups.setTarget({ ...input, ...callerOf(ctx) })),
  /** What is in the bucket stays there. */
  removeTarget: manage.input(tenantInput({})).mutation(({ ctx }) => ctx.backups.removeTarget(callerOf(ctx))),
  /** Looks into the bucket: what is there, whoever made it, is listed from then on. */
  refresh: tenantProcedure('app:deploy')
    .input(tenantInput({}))
    .mutation(({ ctx }) => ctx.backups.refresh(callerOf(ctx))),
  start: tenantProcedure('app:deploy')
    .input(tenantInput({ volume: nameInput }))
    .mutation(({ ctx, input }) => ctx.backups.start({ ...input, ...callerOf(ctx) })),
  /** Backups by themselves, of which the newest `keep` stay; null: none any more. */
  schedule: tenantProcedure('app:deploy')
    .input(
      tenantInput({
        volume: nameInput,
        every: z.enum(['daily', 'weekly']).nullable(),
        keep: z.number().int().min(1).max(100).default(7),
      }),
    )
    .mutation(({ ctx, input }) => ctx.backups.schedule({ ...input, ...callerOf(ctx) })),
  /** The app is stopped meanwhile, and what the volume held becomes a snapshot; a volume that is not there is made. */
  restore: tenantProcedure('app:deploy')
    .input(tenantInput({ volume: nameInput, backup }))
    .mutation(({ ctx, input }) => ctx.backups.restore({ ...input, ...callerOf(ctx) })),
  /** From the bucket, for good. */
  remove: tenantProcedure('app:destroy')
    .input(tenantInput({ backup }))
    .mutation(({ ctx, input }) => ctx.backups.remove({ ...input, ...callerOf(ctx) })),
})
