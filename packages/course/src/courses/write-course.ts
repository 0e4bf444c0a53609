import { BerthError, newId, parseName } from '@berth/core'
import { type Course, type Db, isUniqueViolation, recordEvent } from '@berth/db'
import { audit, type InCourse } from '../course-caller.ts'
import type { CourseFields } from './course-fields.ts'

/** Many enough for a school, few enough for a list. */
const MOST_COURSES = 500

export type NewCourse = {
  readonly tenantId: string
  readonly name: string
  readonly title: string
  readonly description?: string | undefined
  /** its first teacher; null: made by a service token */
  readonly maker: { readonly userId: string; readonly email: string; readonly name: string | null } | null
  readonly by: string
  readonly ip: string | null
}

/** Errors: name.*, course.name_taken, quota.exceeded. */
export async function createCourse(db: Db, wanted: NewCourse, now: Date): Promise<Course> {
  const { tenantId, title, description = '', maker, by, ip } = wanted
  const name = parseName('course', wanted.name)
  if ((await db.course.count({ where: { tenantId } })) >= MOST_COURSES) {
    throw new BerthError('quota.exceeded', `a tenant has at most ${MOST_COURSES} courses`)
  }
  try {
    return await db.$transaction(async (tx) => {
      const course = await tx.course.create({
        data: { id: newId('course'), tenantId, name, title, description, createdBy: by, createdAt: now },
      })
      if (maker !== null) {
        const { userId, email } = maker
        const person = { userId, email, name: maker.name ?? email, role: 'teacher', joinedAt: now }
        await tx.courseMember.create({
          data: { id: newId('member'), tenantId, courseId: course.id, ...person },
        })
      }
      await audit(tx, { course, part: 'teacher', by, ip }, 'course.created')
      return course
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new BerthError('course.name_taken', `there is a course "${name}" already: choose another name`)
  }
}

/** Error: input.invalid, when it would end before it starts. */
export async function changeCourse(db: Db, at: InCourse, change: Partial<CourseFields>): Promise<void> {
  const { startsAt, endsAt } = { ...at.course, ...change }
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) {
    throw new BerthError('input.invalid', 'the course would end before it starts')
  }
  await db.$transaction(async (tx) => {
    await tx.course.update({ where: { id: at.course.id }, data: change })
    await audit(tx, at, 'course.changed', { fields: Object.keys(change) })
  })
}

/** Nobody enters it any more, and what runs in it ends: the keeper of sandboxes sees to that. */
export async function archiveCourse(db: Db, at: InCourse, now: Date): Promise<void> {
  const { course, by } = at
  if (course.archivedAt !== null) return
  await db.$transaction(async (tx) => {
    await tx.course.update({ where: { id: course.id }, data: { archivedAt: now } })
    await tx.sandbox.updateMany({
      where: { courseId: course.id, state: { notIn: ['ended', 'failed', 'archived'] } },
      data: { wanted: 'ended', wantedBy: by },
    })
    await tx.courseMember.updateMany({ where: { courseId: course.id }, data: { mailWantedAt: null } })
    await audit(tx, at, 'course.archived')
    await recordEvent(tx, {
      ...{ tenantId: course.tenantId, type: 'course.archived', by },
      message: `course ${course.name} was archived by ${by}`,
      data: { course: course.name },
    })
  })
}

/** What ended stays ended. */
export async function restoreCourse(db: Db, at: InCourse): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.course.update({ where: { id: at.course.id }, data: { archivedAt: null } })
    await audit(tx, at, 'course.restored')
  })
}
