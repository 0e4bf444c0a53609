import { z } from 'zod'
import { nameInput, router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

const name = z.string().min(1).max(64)
/** What they may hold is said by `readLab`, with its line. */
const files = z
  .record(z.string().max(300), z.string().max(1024 * 1024))
  .refine((all) => Object.keys(all).length <= 200, 'a lab has at most 100 files')

/** Exercises as code. */
export const labsRouter = router({
  list: tenantProcedure('course:manage')
    .input(tenantInput({}))
    .query(({ ctx }) => ctx.labs.list(callerOf(ctx))),
  get: tenantProcedure('course:manage')
    .input(tenantInput({ name, version: z.number().int().min(1).optional() }))
    .query(({ ctx, input }) => ctx.labs.get({ ...input, ...callerOf(ctx) })),
  versions: tenantProcedure('course:manage')
    .input(tenantInput({ name }))
    .query(({ ctx, input }) => ctx.labs.versions({ ...input, ...callerOf(ctx) })),
  /** What is wrong with files that are being written, and what students would read. Images are looked for by `save`. */
  validate: tenantProcedure('course:manage')
    .input(tenantInput({ files }))
    .mutation(async ({ ctx, input }) => {
      const read = await ctx.labs.validate(callerOf(ctx), input.files)
      return read.kind === 'ok'
        ? { problems: [], lab: read.spec }
        : { problems: [...read.problems], lab: null }
    }),
  save: tenantProcedure('course:manage')
    .input(tenantInput({ name: nameInput, files, isNew: z.boolean().optional() }))
    .mutation(({ ctx, input }) => ctx.labs.save({ ...input, ...callerOf(ctx) })),
  /** Answers when the code is here. What is not given stays as it was the last time. */
  fetch: tenantProcedure('course:manage')
    .input(
      tenantInput({
        name: nameInput,
        url: z.string().min(1).max(2000).optional(),
        branch: z.string().min(1).max(255).optional(),
        directory: z.string().max(1024).optional(),
        isNew: z.boolean().optional(),
      }),
    )
    .mutation(({ ctx, input }) => ctx.labs.fetch({ ...input, ...callerOf(ctx) })),
  delete: tenantProcedure('course:manage')
    .input(tenantInput({ name }))
    .mutation(({ ctx, input }) => ctx.labs.delete({ ...input, ...callerOf(ctx) })),
  examples: tenantProcedure('course:manage')
    .input(tenantInput({ language: z.string().max(20).default('en') }))
    .query(({ ctx, input }) => ctx.labs.examples(input.language)),
  addExample: tenantProcedure('course:manage')
    .input(tenantInput({ example: name, name: nameInput.optional() }))
    .mutation(({ ctx, input }) => ctx.labs.addExample({ ...input, ...callerOf(ctx) })),
})
