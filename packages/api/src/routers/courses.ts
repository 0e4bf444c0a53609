import { EXPORT_FORMATS, courseFields, exportHistory, exportResults } from '@berth/course'
import { z } from 'zod'
import { courseInput, courseProcedure } from '../course-procedure.ts'
import { asPerson, nameInput, router, signedInProcedure, tenantInput, tenantProcedure } from '../trpc.ts'
import { courseLabsRouter } from './course-labs.ts'
import { courseMembersRouter } from './course-members.ts'

export const coursesRouter = router({
  list: tenantProcedure('course:manage')
    .input(tenantInput({}))
    .query(({ ctx }) => ctx.courses.list(ctx.tenant.id)),
  create: tenantProcedure('course:manage')
    .input(
      tenantInput({
        name: nameInput,
        title: courseFields.shape.title,
        description: courseFields.shape.description.optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { actor, ip } = ctx
      const { name, title, description } = input
      const maker = actor.kind === 'user' ? actor : null
      const wanted = { tenantId: ctx.tenant.id, name, title, description, maker, by: actor.label, ip }
      const { id } = await ctx.courses.create(wanted)
      return ctx.courses.read(id, 'teacher')
    }),
  mine: signedInProcedure
    .input(z.strictObject({ language: z.string().max(20).default('en') }).default({ language: 'en' }))
    .query(({ ctx, input }) =>
      ctx.courses.mine({ userId: asPerson(ctx.actor).userId, language: input.language }),
    ),
  get: courseProcedure('course:see')
    .input(courseInput({}))
    .query(({ ctx }) => ctx.courses.read(ctx.at.course.id, ctx.at.part)),
  change: courseProcedure('course:change')
    .input(courseInput({ change: courseFields.partial() }))
    .mutation(({ ctx, input }) => ctx.courses.change(ctx.at, input.change)),
  archive: courseProcedure('course:change')
    .input(courseInput({}))
    .mutation(({ ctx }) => ctx.courses.archive(ctx.at)),
  restore: courseProcedure('course:change')
    .input(courseInput({}))
    .mutation(({ ctx }) => ctx.courses.restore(ctx.at)),
  results: courseProcedure('results:see')
    .input(courseInput({}))
    .query(({ ctx }) => ctx.courses.results(ctx.at)),
  /** Every time that a check looked at one student's lab. `lab`: its id in the course. */
  tries: courseProcedure('results:see')
    .input(courseInput({ member: z.string().max(64), lab: z.string().max(64) }))
    .query(({ ctx, input: { member, lab } }) => ctx.courses.tries(ctx.at, { member, lab })),
  exportHistory: courseProcedure('results:see')
    .input(courseInput({}))
    .query(async ({ ctx }) => ({
      name: `${ctx.at.course.name}-history.csv`,
      csv: exportHistory(await ctx.courses.classTries(ctx.at)),
    })),
  exportResults: courseProcedure('results:see')
    .input(courseInput({ format: z.enum(EXPORT_FORMATS) }))
    .query(async ({ ctx, input }) => ({
      name: `${ctx.at.course.name}-${input.format}.csv`,
      csv: exportResults(await ctx.courses.results(ctx.at), input.format),
    })),
  members: courseMembersRouter,
  labs: courseLabsRouter,
})
