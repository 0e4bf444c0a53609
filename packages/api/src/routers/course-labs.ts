import { courseLabFields } from '@berth/course'
import { z } from 'zod'
import { courseInput, courseProcedure } from '../course-procedure.ts'
import { router } from '../trpc.ts'

const id = z.string().min(1).max(64)

export const courseLabsRouter = router({
  list: courseProcedure('course:see')
    .input(courseInput({}))
    .query(({ ctx }) => ctx.courses.labs.list(ctx.at.course.id)),
  choices: courseProcedure('labs:change')
    .input(courseInput({}))
    .query(({ ctx }) => ctx.courses.labs.choices(ctx.at)),
  add: courseProcedure('labs:change')
    .input(courseInput({ lab: id }))
    .mutation(({ ctx, input }) => ctx.courses.labs.add(ctx.at, input.lab)),
  change: courseProcedure('labs:change')
    .input(courseInput({ id, change: courseLabFields.partial() }))
    .mutation(({ ctx, input }) => ctx.courses.labs.change(ctx.at, input.id, input.change)),
  remove: courseProcedure('labs:change')
    .input(courseInput({ id }))
    .mutation(({ ctx, input }) => ctx.courses.labs.remove(ctx.at, input.id)),
  order: courseProcedure('labs:change')
    .input(courseInput({ ids: z.array(id).max(200) }))
    .mutation(({ ctx, input }) => ctx.courses.labs.order(ctx.at, input.ids)),
})
