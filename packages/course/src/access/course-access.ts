import { BerthError, type CoursePart, parseCoursePart, partAtLeast } from '@berth/core'
import type { Course, Db } from '@berth/db'

export type CourseAsk = {
  readonly courseId: string
  /** the person by their own session; null: a token, whose rights in the tenant alone count */
  readonly userId: string | null
  /** whether who asks manages courses in the tenant of this name */
  readonly manages: (tenant: string) => Promise<boolean>
  readonly needs: CoursePart
}

/**
 * What somebody is in a course, as it is now. Errors: course.not_found (also for another's course), auth.forbidden
 * (too little a part in one's own).
 */
export async function courseAccess(db: Db, ask: CourseAsk): Promise<{ course: Course; part: CoursePart }> {
  const row = await db.course.findUnique({
    where: { id: ask.courseId },
    include: {
      tenant: { select: { name: true } },
      members: { where: { userId: ask.userId ?? '', removedAt: null }, select: { role: true } },
    },
  })
  if (row === null) throw unknown(ask.courseId)
  const { tenant, members, ...course } = row
  const own = members[0] === undefined ? undefined : parseCoursePart(members[0].role)
  const part = own === 'teacher' || !(await ask.manages(tenant.name)) ? own : 'teacher'
  if (part === undefined) throw unknown(ask.courseId)
  if (partAtLeast(part, ask.needs)) return { course, part }
  throw new BerthError('auth.forbidden', `this takes a ${ask.needs} of the course`)
}

function unknown(id: string): BerthError {
  return new BerthError('course.not_found', `there is no course ${id}`, { details: { course: id } })
}
