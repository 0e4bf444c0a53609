import { BerthError, newId } from '@berth/core'
import { type CourseLab, type Db, isUniqueViolation, type Tx } from '@berth/db'
import type { CourseLabView } from '@berth/protocol'
import { audit, type InCourse } from '../course-caller.ts'
import { countSandboxes } from '../courses/count-sandboxes.ts'
import type { CourseLabFields } from './lab-fields.ts'

const MOST_LABS = 100

/** In the order in which students see them. */
export async function listCourseLabs(db: Db, courseId: string): Promise<CourseLabView[]> {
  const countOf = await countSandboxes(db, 'courseLabId', { courseId })
  const rows = await db.courseLab.findMany({
    where: { courseId },
    include: {
      lab: {
        select: {
          name: true,
          title: true,
          versions: {
            where: { state: 'ready' },
            orderBy: { number: 'desc' },
            take: 1,
            select: { number: true },
          },
        },
      },
    },
    orderBy: { position: 'asc' },
  })
  return rows.map(({ lab, ...row }) => ({
    ...{ id: row.id, labId: row.labId, opensAt: row.opensAt, closesAt: row.closesAt },
    ...{ startAllAt: row.startAllAt, startedAllAt: row.startedAllAt },
    ...{ reserved: row.reserved, initial: row.initial, capacity: row.capacity },
    ...{ warmFrom: row.warmFrom, warmUntil: row.warmUntil },
    name: lab.name,
    title: lab.title,
    version: lab.versions[0]?.number ?? null,
    ...countOf(row.id),
  }))
}

/** Labs of the tenant that the course has not yet. */
export async function listLabChoices(db: Db, at: InCourse) {
  return db.lab.findMany({
    where: { tenantId: at.course.tenantId, deletedAt: null, courses: { none: { courseId: at.course.id } } },
    select: { id: true, name: true, title: true },
    orderBy: { name: 'asc' },
  })
}

/** Errors: course.lab_not_found (no such lab in the tenant), course.lab_exists, quota.exceeded. */
export async function addCourseLab(db: Db, at: InCourse, labId: string): Promise<{ id: string }> {
  const { course } = at
  const lab = await db.lab.findFirst({ where: { id: labId, tenantId: course.tenantId, deletedAt: null } })
  if (lab === null) throw unknown(labId)
  try {
    return await db.$transaction(async (tx) => {
      const count = await tx.courseLab.count({ where: { courseId: course.id } })
      if (count >= MOST_LABS) throw new BerthError('quota.exceeded', `a course has at most ${MOST_LABS} labs`)
      const last = await tx.courseLab.aggregate({ where: { courseId: course.id }, _max: { position: true } })
      const of = { tenantId: course.tenantId, courseId: course.id, labId }
      const id = newId('courseLab')
      await tx.courseLab.create({ data: { id, ...of, position: (last._max.position ?? 0) + 1 } })
      await audit(tx, at, 'course.lab_added', { lab: lab.name })
      return { id }
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new BerthError('course.lab_exists', `the course has the lab ${lab.name} already`)
  }
}

/** Errors: course.lab_not_found, input.invalid (it would close before it opens). */
export async function changeCourseLab(
  db: Db,
  at: InCourse,
  id: string,
  change: Partial<CourseLabFields>,
): Promise<void> {
  await db.$transaction(async (tx) => {
    const row = await findCourseLab(tx, at, id)
    const { opensAt, closesAt, warmFrom, warmUntil, startAllAt } = { ...row, ...change }
    refuseBackwards(opensAt, closesAt, 'the lab would close before it opens')
    refuseBackwards(warmFrom, warmUntil, 'the warm-up would end before it begins')
    // another time is another start of everybody
    const anew = startAllAt?.getTime() === row.startAllAt?.getTime() ? {} : { startedAllAt: null }
    await tx.courseLab.update({ where: { id }, data: { ...change, ...anew } })
    await audit(tx, at, 'course.lab_changed', { fields: Object.keys(change) })
  })
}

/** What runs of it goes on until its own end. Error: course.lab_not_found. */
export async function removeCourseLab(db: Db, at: InCourse, id: string): Promise<void> {
  await db.$transaction(async (tx) => {
    await findCourseLab(tx, at, id)
    await tx.sandbox.updateMany({
      where: { courseLabId: id, userId: null, state: { notIn: ['ended', 'failed'] } },
      data: { wanted: 'ended', wantedBy: at.by },
    })
    await tx.courseLab.delete({ where: { id } })
    await audit(tx, at, 'course.lab_removed', { lab: id })
  })
}

/** Puts the labs named first, in this order; the others follow as they were. */
export async function orderCourseLabs(db: Db, at: InCourse, ids: readonly string[]): Promise<void> {
  await db.$transaction(async (tx) => {
    const rows = await tx.courseLab.findMany({
      where: { courseId: at.course.id },
      orderBy: { position: 'asc' },
      select: { id: true },
    })
    const known = new Set(rows.map(({ id }) => id))
    const first = [...new Set(ids)].filter((id) => known.has(id))
    const order = [...first, ...rows.map(({ id }) => id).filter((id) => !first.includes(id))]
    for (const [position, id] of order.entries()) {
      await tx.courseLab.update({ where: { id }, data: { position: position + 1 } })
    }
    await audit(tx, at, 'course.labs_ordered')
  })
}

async function findCourseLab(tx: Tx, at: InCourse, id: string): Promise<CourseLab> {
  const row = await tx.courseLab.findFirst({ where: { id, courseId: at.course.id } })
  if (row === null) throw unknown(id)
  return row
}

function unknown(id: string): BerthError {
  return new BerthError('course.lab_not_found', 'the course has no such lab', { details: { lab: id } })
}

function refuseBackwards(from: Date | null, until: Date | null, why: string): void {
  if (from !== null && until !== null && until <= from) throw new BerthError('input.invalid', why)
}
