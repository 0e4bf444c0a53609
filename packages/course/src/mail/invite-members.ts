import { newLinkToken } from '@berth/core'
import type { CourseMember, Db } from '@berth/db'
import type { PersonalInviteView } from '@berth/protocol'
import { audit, type InCourse } from '../course-caller.ts'
import { type CourseMailer, sendInvitations } from './send-invitations.ts'

/** Nobody is mailed twice within it, unless that is asked for. */
const PAUSE_MS = 24 * 60 * 60_000

export type InviteAsk = {
  /** null: everybody who has not come yet */
  readonly members: readonly string[] | null
  readonly mail: boolean
  /** mails those, too, who were mailed within a day */
  readonly again: boolean
}

type Deps = { db: Db; url: string; now: Date; mailer: CourseMailer | undefined }
type Invited = CourseMember & { readonly email: string }

/**
 * A link of their own for everybody named who has not come yet, which ends the one before. By mail, where there is one:
 * as many at once as the tenant's share of the hour allows, the others later. Links are given back here once.
 */
export async function inviteMembers(deps: Deps, at: InCourse, ask: InviteAsk): Promise<PersonalInviteView[]> {
  const { db, mailer } = deps
  const rows = await db.courseMember.findMany({
    where: {
      courseId: at.course.id,
      ...{ userId: null, removedAt: null, email: { not: null } },
      ...(ask.members === null ? {} : { id: { in: [...ask.members] } }),
    },
    orderBy: { name: 'asc' },
  })
  const waiting = rows.filter((row): row is Invited => row.email !== null)
  const invited =
    ask.mail && mailer ? await byMail({ ...deps, mailer }, at, ask, waiting) : await byHand(deps, waiting)
  await audit(db, at, 'course.members_invited', { count: invited.length })
  return invited
}

async function byMail(
  deps: Deps & { mailer: CourseMailer },
  at: InCourse,
  ask: InviteAsk,
  rows: readonly Invited[],
): Promise<PersonalInviteView[]> {
  const { db, now } = deps
  const isRecent = ({ invitedAt }: Invited) => (invitedAt?.getTime() ?? 0) > now.getTime() - PAUSE_MS
  const due = rows.filter((row) => ask.again || !isRecent(row))
  await db.courseMember.updateMany({
    where: { id: { in: due.map(({ id }) => id) }, userId: null, mailWantedAt: null },
    data: { mailWantedAt: now, mailWantedBy: at.by },
  })
  const sent = await sendInvitations(deps, at.course.tenantId)
  const asked = new Set(due)
  return rows.map((row) => {
    const { id: member, email, invitedAt: mailedAt } = row
    const link = sent.get(member)
    if (link !== undefined) return { member, email, link, mail: 'sent', mailedAt: now }
    return { member, email, link: null, mail: asked.has(row) ? 'queued' : 'recent', mailedAt }
  })
}

/** To be handed out by who teaches. */
async function byHand({ db, url }: Deps, rows: readonly Invited[]): Promise<PersonalInviteView[]> {
  const invited: PersonalInviteView[] = []
  for (const { id, email, invitedAt } of rows) {
    const { token, hash } = newLinkToken()
    const { count } = await db.courseMember.updateMany({
      where: { id, userId: null },
      data: { tokenHash: hash, linkEndedAt: null },
    })
    if (count === 0) continue // came meanwhile
    invited.push({ member: id, email, link: `${url}/join/${token}`, mail: 'none', mailedAt: invitedAt })
  }
  return invited
}
