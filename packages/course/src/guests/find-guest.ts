import { hashLinkToken } from '@berth/core'
import type { Db } from '@berth/db'
import { openCourse } from '../courses/open-course.ts'

/** The guest whose personal link this is, as long as a course of theirs goes on and no teacher ended the link. */
export async function findGuest(db: Db, token: string, now: Date): Promise<string | undefined> {
  const row = await db.courseMember.findFirst({
    where: {
      ...{ tokenHash: hashLinkToken(token), removedAt: null, linkEndedAt: null },
      user: { guest: true, courseMembers: { some: { removedAt: null, course: openCourse(now) } } },
    },
  })
  return row?.userId ?? undefined
}
