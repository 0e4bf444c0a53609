import type { CoursePart } from '@berth/core'
import type { Course, Db, Prisma } from '@berth/db'
import type { CourseView } from '@berth/protocol'
import { countSandboxes, type SandboxCounts } from './count-sandboxes.ts'

/** Of students alone: no copies, no spares. */
const LESSONS = { kind: 'lesson', userId: { not: null } } satisfies Prisma.SandboxWhereInput

/** Those of a tenant, for who manages them; archived ones last. */
export async function listCourses(db: Db, tenantId: string): Promise<CourseView[]> {
  const [rows, countOf] = await Promise.all([
    db.course.findMany({
      where: { tenantId },
      include: COUNTS,
      orderBy: [{ archivedAt: { sort: 'asc', nulls: 'first' } }, { createdAt: 'desc' }],
    }),
    countSandboxes(db, 'courseId', { ...LESSONS, tenantId }),
  ])
  return rows.map((row) => toCourseView(row, countOf(row.id), 'teacher'))
}

export async function readCourse(db: Db, id: string, part: CoursePart): Promise<CourseView> {
  const [row, countOf] = await Promise.all([
    db.course.findUniqueOrThrow({ where: { id }, include: COUNTS }),
    countSandboxes(db, 'courseId', { ...LESSONS, courseId: id }),
  ])
  return toCourseView(row, countOf(id), part)
}

const COUNTS = {
  _count: {
    select: {
      members: { where: { role: 'student', removedAt: null } },
      labs: true,
    },
  },
} satisfies Prisma.CourseInclude

type Counted = Course & { _count: { members: number; labs: number } }

function toCourseView({ _count, ...row }: Counted, counts: SandboxCounts, part: CoursePart): CourseView {
  const { id, name, title, description, startsAt, endsAt, archivedAt } = row
  const { guests, maximum, perStudent, createdBy, createdAt } = row
  return {
    ...{ id, name, title, description, startsAt, endsAt, archivedAt },
    ...{ guests, maximum, perStudent, createdBy, createdAt, part },
    students: _count.members,
    labs: _count.labs,
    ...counts,
  }
}
