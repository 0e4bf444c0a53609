import { parseCoursePart } from '@berth/core'
import type { CourseMember, Db } from '@berth/db'
import type { CourseMemberView } from '@berth/protocol'

/** Everybody, those who were removed last. */
export async function listMembers(db: Db, courseId: string): Promise<CourseMemberView[]> {
  const rows = await db.courseMember.findMany({
    where: { courseId },
    orderBy: [{ removedAt: { sort: 'asc', nulls: 'first' } }, { name: 'asc' }, { id: 'asc' }],
  })
  return rows.map(toMemberView)
}

export function toMemberView(row: CourseMember): CourseMemberView {
  const { id, name, email, group, externalId, invitedAt, joinedAt, removedAt } = row
  return {
    ...{ id, name, email, part: parseCoursePart(row.role), group, externalId },
    ...{ invitedAt, joinedAt, removedAt },
    mailWaits: row.mailWantedAt !== null,
    hasLink: row.tokenHash !== null && row.linkEndedAt === null && removedAt === null,
  }
}
