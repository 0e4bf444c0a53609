import type { Prisma } from '@berth/db'

/** Courses that go on, or have not begun. */
export function openCourse(now: Date) {
  return {
    archivedAt: null,
    OR: [{ endsAt: null }, { endsAt: { gt: now } }],
  } satisfies Prisma.CourseWhereInput
}
