import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { findWayIn } from '../join/find-way-in.ts'
import { unproven } from '../join/own-line.ts'
import { type CourseMailer, sendInvitations } from './send-invitations.ts'

/** Who asks for it themselves is not mailed again sooner. */
const PAUSE_MS = 60 * 60_000

/**
 * Mails the personal link of the roster's line that has this e-mail, to that e-mail: whoever follows it has proved the
 * address. `mailedAt` null: it waits for the tenant's share of mails. Errors: those of a code, course.member_not_found,
 * course.email_unproven (no mail goes out here: only a teacher can hand the link over).
 */
export async function mailOwnLink(
  deps: { db: Db; url: string; now: Date; mailer: CourseMailer | undefined },
  text: string,
  email: string,
): Promise<{ mailedAt: Date | null }> {
  const { db, now, mailer } = deps
  const { course } = await findWayIn(db, text, now)
  const line = await db.courseMember.findFirst({
    where: { courseId: course.id, email, userId: null, removedAt: null },
  })
  if (line === null) throw new BerthError('course.member_not_found', 'no line of this roster waits for you')
  if (mailer === undefined) throw unproven(email)
  const { id, invitedAt } = line
  if (invitedAt !== null && invitedAt.getTime() > now.getTime() - PAUSE_MS) return { mailedAt: invitedAt }
  await db.courseMember.updateMany({
    where: { id, userId: null, mailWantedAt: null },
    data: { mailWantedAt: now, mailWantedBy: course.createdBy },
  })
  const sent = await sendInvitations({ ...deps, mailer }, course.tenantId)
  return { mailedAt: sent.has(id) ? now : null }
}
