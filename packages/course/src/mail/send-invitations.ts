import { newLinkToken } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import { openCourse } from '../courses/open-course.ts'

/** Sends beside the request; absent where no mail server is configured. */
export type CourseMailer = (
  to: string,
  locale: string | null,
  mail: { readonly kind: 'course'; readonly course: string; readonly by: string; readonly link: string },
) => void

export type MailDeps = {
  readonly db: Db
  readonly url: string
  readonly now: Date
  readonly mailer: CourseMailer
}

/** Invitations of one tenant within an hour: a school's classes, and no load on whose mail server it is. */
const HOURLY_SHARE = 200
const HOUR_MS = 60 * 60_000

type Invitation = { readonly to: string; readonly course: string; readonly by: string; readonly link: string }

/**
 * Mails as many of the invitations that a tenant waits to have mailed as its share of this hour has room for, the oldest
 * wish first; each with a link that ends the one before. Gives back the link of each that went, by member.
 */
export async function sendInvitations(deps: MailDeps, tenantId: string): Promise<Map<string, string>> {
  const sent = await deps.db.$transaction((tx) => takeShare(tx, deps, tenantId), {
    ...{ maxWait: 10_000, timeout: 30_000 }, // a whole share on a machine that is busy
  })
  for (const { to, ...mail } of sent.values()) deps.mailer(to, null, { kind: 'course', ...mail })
  return new Map([...sent].map(([id, { link }]) => [id, link]))
}

/** What waits in all tenants. */
export async function sendWaiting(deps: MailDeps): Promise<void> {
  const tenants = await deps.db.courseMember.groupBy({
    by: ['tenantId'],
    where: { mailWantedAt: { not: null } },
  })
  for (const { tenantId } of tenants) await sendInvitations(deps, tenantId)
}

async function takeShare(tx: Tx, { url, now }: MailDeps, tenantId: string): Promise<Map<string, Invitation>> {
  // one after the other, so that two together do not send two shares; rows that name the tenant do not wait
  await tx.$queryRaw`SELECT id FROM "Tenant" WHERE id = ${tenantId} FOR NO KEY UPDATE`
  const since = new Date(now.getTime() - HOUR_MS)
  const gone = await tx.courseMember.count({ where: { tenantId, invitedAt: { gt: since } } })
  const rows = await tx.courseMember.findMany({
    where: {
      ...{ tenantId, mailWantedAt: { not: null }, userId: null, removedAt: null, email: { not: null } },
      course: openCourse(now),
    },
    include: { course: { select: { title: true } } },
    orderBy: [{ mailWantedAt: 'asc' }, { id: 'asc' }],
    take: Math.max(0, HOURLY_SHARE - gone),
  })
  const sent = new Map<string, Invitation>()
  for (const { id, email, course, mailWantedBy } of rows) {
    if (email === null) continue
    const { token, hash } = newLinkToken()
    const wish = { mailWantedAt: null, mailWantedBy: null, linkEndedAt: null }
    const { count } = await tx.courseMember.updateMany({
      where: { id, userId: null },
      data: { tokenHash: hash, invitedAt: now, ...wish },
    })
    if (count === 0) continue // came meanwhile
    sent.set(id, {
      ...{ to: email, course: course.title, by: mailWantedBy ?? '' },
      link: `${url}/join/${token}`,
    })
  }
  return sent
}
