import { COURSE_PARTS, COURSE_RIGHTS, partAtLeast, ROLES, roleAllows } from '@berth/core'
import type { Prisma } from '@berth/db'

const TEACHING = COURSE_PARTS.filter((part) => partAtLeast(part, COURSE_RIGHTS['class:see']))
const MANAGING = ROLES.filter((role) => roleAllows(role, 'course:manage'))

/** What somebody has and may open: trials and copies, which name a student, for as long as they teach or manage there. */
export function mineWhere(userId: string): Prisma.SandboxWhereInput {
  const teaches = { members: { some: { userId, removedAt: null, role: { in: TEACHING } } } }
  const manages = { memberships: { some: { userId, role: { in: MANAGING } } } }
  return {
    ...{ userId, state: { not: 'ended' } },
    OR: [{ kind: { notIn: ['trial', 'copy'] } }, { course: teaches }, { lab: { tenant: manages } }],
  }
}
