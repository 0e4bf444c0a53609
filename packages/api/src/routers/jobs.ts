import { jobFields } from '@berth/deploy'
import { cronEntriesSchema } from '@berth/protocol'
import { z } from 'zod'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'
import { seenBy, withRunsSeen } from './hide-commands.ts'

const appInput = tenantInput({ app: nameInput })
const jobInput = tenantInput({ app: nameInput, id: z.string().max(64) })
const entryInput = tenantInput({ app: nameInput, name: nameInput })

export const jobsRouter = router({
  /** A command in a container of its own. */
  run: tenantProcedure('app:exec')
    .input(tenantInput({ app: nameInput, ...jobFields }))
    .mutation(({ ctx, input }) => ctx.deploy.jobs.run({ ...input, ...callerOf(ctx) })),
  list: tenantProcedure('app:read')
    .input(
      tenantInput({
        app: nameInput,
        cron: nameInput.optional(),
        limit: z.number().int().min(1).max(200).optional(),
      }),
    )
    .query(async ({ ctx, input }) =>
      seenBy(ctx, input.app, await ctx.deploy.jobs.list({ ...input, ...callerOf(ctx) })),
    ),
  get: tenantProcedure('app:read')
    .input(jobInput)
    .query(async ({ ctx, input }) => {
      const job = await ctx.deploy.jobs.get({ ...input, ...callerOf(ctx) })
      const [seen = job] = await seenBy(ctx, input.app, [job])
      return seen
    }),
  /** What was kept of its log, when it has ended. */
  log: tenantProcedure('app:read')
    .input(jobInput)
    .query(async ({ ctx, input }) => ({ lines: await ctx.deploy.jobs.log({ ...input, ...callerOf(ctx) }) })),
  cancel: tenantProcedure('app:exec')
    .input(jobInput)
    .mutation(({ ctx, input }) => ctx.deploy.jobs.cancel({ ...input, ...callerOf(ctx) })),
  cron: tenantProcedure('app:read')
    .input(appInput)
    .query(async ({ ctx, input }) =>
      withRunsSeen(ctx, input.app, await ctx.deploy.jobs.listCron({ ...input, ...callerOf(ctx) })),
    ),
  /** Entries that come, change and go, as a new release. */
  setCron: tenantProcedure('app:deploy')
    .input(
      tenantInput({
        app: nameInput,
        set: cronEntriesSchema.optional(),
        remove: z.array(nameInput).max(20).optional(),
      }),
    )
    .mutation(({ ctx, input }) => ctx.deploy.setCron({ ...input, ...callerOf(ctx) })),
  runCron: tenantProcedure('app:exec')
    .input(entryInput)
    .mutation(({ ctx, input }) => ctx.deploy.jobs.runCron({ ...input, ...callerOf(ctx) })),
  pauseCron: tenantProcedure('app:deploy')
    .input(tenantInput({ app: nameInput, name: nameInput, paused: z.boolean() }))
    .mutation(async ({ ctx, input }) =>
      withRunsSeen(ctx, input.app, await ctx.deploy.jobs.pauseCron({ ...input, ...callerOf(ctx) })),
    ),
})
