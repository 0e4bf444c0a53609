import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { audit, type InCourse } from '../course-caller.ts'

/**
 * A personal link leads nowhere any more: an invitation's, or a guest's way back. Who is in stays in. Error:
 * course.member_not_found (also for who has no link).
 */
export async function endLink(db: Db, at: InCourse, id: string, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const where = { id, courseId: at.course.id, tokenHash: { not: null }, linkEndedAt: null }
    const member = await tx.courseMember.findFirst({ where })
    if (member === null) {
      throw new BerthError('course.member_not_found', 'the course has nobody with such a link', {
        details: { member: id },
      })
    }
    await tx.courseMember.update({ where: { id }, data: { linkEndedAt: now, mailWantedAt: null } })
    await audit(tx, at, 'course.link_ended', { member: member.email ?? member.name })
  })
}
