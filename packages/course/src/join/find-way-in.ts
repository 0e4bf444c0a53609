import { BerthError, hashLinkToken } from '@berth/core'
import type { Course, CourseInvite, CourseMember, Db } from '@berth/db'
import { readInviteCode } from './invite-code.ts'

/** What a link or a typed code leads to. */
export type WayIn =
  | { readonly kind: 'code'; readonly course: Course; readonly invite: CourseInvite }
  | { readonly kind: 'personal'; readonly course: Course; readonly member: CourseMember & { email: string } }

/** Errors: course.code_invalid (wrong, revoked, too old, taken), course.ended. */
export async function findWayIn(db: Db, text: string, now: Date): Promise<WayIn> {
  const code = readInviteCode(text)
  const found = code === undefined ? await findPersonal(db, text) : await findCode(db, code, now)
  if (found === undefined) {
    throw new BerthError('course.code_invalid', 'this link or code is not valid: ask for a new one')
  }
  const { archivedAt, endsAt } = found.course
  if (archivedAt === null && (endsAt === null || endsAt > now)) return found
  throw new BerthError('course.ended', 'this course has ended')
}

async function findCode(db: Db, code: string, now: Date): Promise<WayIn | undefined> {
  const row = await db.courseInvite.findUnique({ where: { code }, include: { course: true } })
  if (row === null || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= now))
    return undefined
  const { course, ...invite } = row
  return { kind: 'code', course, invite }
}

async function findPersonal(db: Db, token: string): Promise<WayIn | undefined> {
  const row = await db.courseMember.findUnique({
    where: { tokenHash: hashLinkToken(token) },
    include: { course: true },
  })
  if (row === null || row.removedAt !== null || row.linkEndedAt !== null) return undefined
  if (row.userId !== null || row.email === null) return undefined
  const { course, ...member } = row
  return { kind: 'personal', course, member: { ...member, email: row.email } }
}
