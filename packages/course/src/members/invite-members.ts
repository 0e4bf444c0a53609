import { newLinkToken } from '@berth/core'
import type { Db } from '@berth/db'
import type { PersonalInviteView } from '@berth/protocol'
import { audit, type InCourse } from '../course-caller.ts'

/** Sends beside the request; absent where no mail server is configured. */
export type CourseMailer = (
  to: string,
  locale: string | null,
  mail: { readonly kind: 'course'; readonly course: string; readonly by: string; readonly link: string },
) => void

/** A receiver is not mailed again sooner. */
const PAUSE_MS = 60_000

/**
 * A link of their own for everybody named who has not come yet (or for all of those), which ends the one before;
 * mailed where that is possible, and given back here once.
 */
export async function inviteMembers(
  deps: { db: Db; url: string; now: Date; mailer: CourseMailer | undefined },
  at: InCourse,
  wanted: { members: readonly string[] | null; mail: boolean },
): Promise<PersonalInviteView[]> {
  const { db, url, now, mailer } = deps
  const { course, by } = at
  const rows = await db.courseMember.findMany({
    where: {
      courseId: course.id,
      ...{ userId: null, removedAt: null, email: { not: null } },
      ...(wanted.members === null ? {} : { id: { in: [...wanted.members] } }),
    },
    orderBy: { name: 'asc' },
  })
  const invited: PersonalInviteView[] = []
  for (const { id, email, invitedAt } of rows) {
    if (email === null) continue
    const { token, hash } = newLinkToken()
    const link = `${url}/join/${token}`
    const mailed =
      wanted.mail && mailer !== undefined && (invitedAt?.getTime() ?? 0) < now.getTime() - PAUSE_MS
    const sent = mailed ? { invitedAt: now } : {}
    const { count } = await db.courseMember.updateMany({
      where: { id, userId: null },
      data: { tokenHash: hash, ...sent },
    })
    if (count === 0) continue // came meanwhile
    if (mailed) mailer(email, null, { kind: 'course', course: course.title, by, link })
    invited.push({ member: id, email, link, mailed })
  }
  await audit(db, at, 'course.members_invited', { count: invited.length })
  return invited
}
