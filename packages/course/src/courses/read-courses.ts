import type { CoursePart } from '@berth/core'
import type { Course, Db, Prisma } from '@berth/db'
import type { CourseView } from '@berth/protocol'

/** States in which a sandbox takes room, or waits for it. */
export const LIVE_STATES = ['queued', 'starting', 'running', 'frozen'] as const

/** Those of a tenant, for who manages them; archived ones last. */
export async function listCourses(db: Db, tenantId: string): Promise<CourseView[]> {
  const rows = await db.course.findMany({
    where: { tenantId },
    include: COUNTS,
    orderBy: [{ archivedAt: { sort: 'asc', nulls: 'first' } }, { createdAt: 'desc' }],
  })
  return rows.map((row) => toCourseView(row, 'teacher'))
}

export async function readCourse(db: Db, id: string, part: CoursePart): Promise<CourseView> {
  return toCourseView(await db.course.findUniqueOrThrow({ where: { id }, include: COUNTS }), part)
}

const COUNTS = {
  _count: {
    select: {
      members: { where: { role: 'student', removedAt: null } },
      labs: true,
      sandboxes: { where: { kind: 'lesson', state: { in: [...LIVE_STATES] }, userId: { not: null } } },
    },
  },
} satisfies Prisma.CourseInclude

type Counted = Course & { _count: { members: number; labs: number; sandboxes: number } }

function toCourseView({ _count, ...row }: Counted, part: CoursePart): CourseView {
  const { id, name, title, description, startsAt, endsAt, archivedAt } = row
  const { guests, maximum, perStudent, createdBy, createdAt } = row
  return {
    ...{ id, name, title, description, startsAt, endsAt, archivedAt },
    ...{ guests, maximum, perStudent, createdBy, createdAt, part },
    students: _count.members,
    labs: _count.labs,
    running: _count.sandboxes,
  }
}
