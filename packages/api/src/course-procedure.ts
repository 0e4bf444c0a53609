import type { Actor } from '@berth/auth'
import { COURSE_RIGHTS, type CourseRight } from '@berth/core'
import type { InCourse } from '@berth/course'
import { z } from 'zod'
import { signedInProcedure } from './trpc.ts'

const courseId = z.string().min(1).max(64)

/**
 * For who holds the right in the course named (`COURSE_RIGHTS`); whoever manages the tenant's courses teaches in all of them. `ctx.at` is
 * the course and who acts in it. Errors: course.not_found, auth.forbidden.
 */
export const courseProcedure = (right: CourseRight) =>
  signedInProcedure.input(z.object({ course: courseId })).use(async ({ ctx, input, next }) => {
    const { actor, ip } = ctx
    const found = await ctx.courses.access({
      courseId: input.course,
      userId: ownUserId(actor),
      manages: async (tenant) =>
        (await ctx.auth.can({ actor, tenant, permission: 'course:manage', ip })) !== undefined,
      needs: COURSE_RIGHTS[right],
    })
    const at: InCourse = { ...found, by: actor.label, ip }
    return next({ ctx: { at } })
  })

/** The whole input of a course's procedure: the course's id, what is given, and nothing else. */
export function courseInput<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ course: courseId, ...shape })
}

/** A token speaks for its rights in the tenant, not for the part that its owner has in a course. */
function ownUserId(actor: Actor): string | null {
  return actor.kind === 'user' && actor.token === null ? actor.userId : null
}
