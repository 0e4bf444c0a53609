import { BerthError, newId } from '@berth/core'
import type { CourseInvite, Db, Tx } from '@berth/db'
import type { CourseInviteView } from '@berth/protocol'
import { audit, type InCourse } from '../course-caller.ts'
import { newInviteCode, showInviteCode } from './invite-code.ts'

/** Of a course at once. */
const MOST_INVITES = 20

/** Links and codes that anybody may join by who has them; shown again to those who teach. */
export async function listInvites(db: Db, at: InCourse, url: string, now: Date): Promise<CourseInviteView[]> {
  const rows = await db.courseInvite.findMany({
    where: { courseId: at.course.id, ...OPEN(now) },
    orderBy: { createdAt: 'desc' },
  })
  return rows.map((row) => toView(row, url))
}

export async function createInvite(
  deps: { db: Db; url: string; now: Date },
  at: InCourse,
  wanted: { expiresAt: Date | null; limit: number | null },
): Promise<CourseInviteView> {
  const { db, url, now } = deps
  const { course, by } = at
  if ((await db.courseInvite.count({ where: { courseId: course.id, ...OPEN(now) } })) >= MOST_INVITES) {
    throw new BerthError('quota.exceeded', `a course has at most ${MOST_INVITES} open links: revoke one`)
  }
  return db.$transaction(async (tx) => {
    const id = newId('courseInvite')
    const of = { tenantId: course.tenantId, courseId: course.id, createdBy: by, createdAt: now }
    const row = await tx.courseInvite.create({ data: { id, code: newInviteCode(), ...of, ...wanted } })
    await audit(tx, at, 'course.link_created', { invite: id, limit: wanted.limit })
    return toView(row, url)
  })
}

/** Who has joined by it stays. Error: course.code_invalid. */
export async function revokeInvite(db: Db, at: InCourse, id: string, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const { count } = await tx.courseInvite.updateMany({
      where: { id, courseId: at.course.id, revokedAt: null },
      data: { revokedAt: now },
    })
    if (count === 0) throw new BerthError('course.code_invalid', `the course has no open link ${id}`)
    await audit(tx, at, 'course.link_revoked', { invite: id })
  })
}

/** Another code for those still to come, until the same time and for as many; null: the one before was over already. */
export async function replaceInvite(tx: Tx, at: InCourse, id: string, now: Date): Promise<string | null> {
  const { course, by } = at
  const found = await tx.courseInvite.findFirst({ where: { id, courseId: course.id, ...OPEN(now) } })
  if (found === null) return null
  await tx.courseInvite.update({ where: { id }, data: { revokedAt: now } })
  const { limit, used, expiresAt } = found
  if (limit !== null && limit <= used) return null
  const of = { tenantId: course.tenantId, courseId: course.id, createdBy: by, createdAt: now, expiresAt }
  const left = limit === null ? null : limit - used
  const fresh = { id: newId('courseInvite'), code: newInviteCode(), limit: left }
  await tx.courseInvite.create({ data: { ...fresh, ...of } })
  await audit(tx, at, 'course.link_replaced', { invite: id, by: fresh.id })
  return showInviteCode(fresh.code)
}

const OPEN = (now: Date) => ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] })

function toView(row: CourseInvite, url: string): CourseInviteView {
  const { id, expiresAt, limit, used, createdBy, createdAt } = row
  const code = showInviteCode(row.code)
  return { id, code, link: `${url}/join/${code}`, expiresAt, limit, used, createdBy, createdAt }
}
