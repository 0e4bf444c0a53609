import { BerthError, newId } from '@berth/core'
import { type Course, type CourseMember, type Db, isUniqueViolation, type Tx } from '@berth/db'
import { audit } from '../course-caller.ts'
import { findWayIn, type WayIn } from './find-way-in.ts'
import { ownLine, wasRemoved } from './own-line.ts'

/** One class, or a lecture hall of them. */
export const MOST_MEMBERS = 2_000

export type Joiner = {
  readonly userId: string
  /** null: a guest */
  readonly email: string | null
  readonly name: string
  readonly ip: string | null
}

/**
 * Makes somebody a member by a code or by their own invitation; who is one already stays as they are. Errors:
 * course.code_invalid, course.code_used_up, course.ended, course.full, course.guests_refused, course.member_exists,
 * course.email_unproven, auth.forbidden (was removed).
 */
export async function joinCourse(
  deps: { db: Db; now: Date },
  text: string,
  joiner: Joiner,
): Promise<{ course: string }> {
  const way = await findWayIn(deps.db, text, deps.now)
  // an invitation may be one to teach, and a guest has no rights that last
  if (joiner.email === null && (way.kind === 'personal' || !way.course.guests)) throw guestsRefused()
  try {
    await deps.db.$transaction((tx) => enter(tx, way, joiner, deps.now))
  } catch (error) {
    // the same person at the same time in another tab: the other one has done it
    if (!isUniqueViolation(error)) throw error
    if (!(await isMember(deps.db, way.course, joiner))) throw lineTaken(joiner)
  }
  return { course: way.course.id }
}

export function guestsRefused(): BerthError {
  return new BerthError('course.guests_refused', 'this course is for people with an account: sign in')
}

/** Another account came by the personal link of this address. */
function lineTaken({ email }: Joiner): BerthError {
  return new BerthError(
    'course.member_exists',
    `${email} is in this course already, with another account: ask its teacher`,
  )
}

/** Within a transaction, which holds the count of the code and the new member together. */
export async function enter(tx: Tx, way: WayIn, joiner: Joiner, now: Date): Promise<void> {
  const { course } = way
  const known = await tx.courseMember.findFirst({ where: { courseId: course.id, userId: joiner.userId } })
  if (known?.removedAt === null) return
  if (known) throw wasRemoved()
  const line = way.kind === 'personal' ? way.member : await ownLine(tx, course, joiner)
  if (line === null) {
    if (way.kind === 'code') await countUse(tx, way.invite.id, now)
    await addMember(tx, way, joiner, now)
  } else await takeLine(tx, line, joiner, now)
  const by = joiner.email ?? `guest:${joiner.name}`
  await audit(tx, { course, part: 'student', by, ip: joiner.ip }, 'course.joined')
}

/** One statement: it counts and looks at the limit, so that two cannot both be the last. */
async function countUse(tx: Tx, id: string, now: Date): Promise<void> {
  const counted = await tx.$executeRaw`
    UPDATE "CourseInvite" SET used = used + 1
    WHERE id = ${id} AND "revokedAt" IS NULL AND ("expiresAt" IS NULL OR "expiresAt" > ${now})
      AND ("limit" IS NULL OR used < "limit")`
  if (counted > 0) return
  throw new BerthError('course.code_used_up', 'as many have joined by this code as may: ask for a new one')
}

async function addMember(tx: Tx, way: WayIn, joiner: Joiner, now: Date): Promise<void> {
  const { course } = way
  if ((await tx.courseMember.count({ where: { courseId: course.id } })) >= MOST_MEMBERS) {
    throw new BerthError('course.full', `a course has at most ${MOST_MEMBERS} people`)
  }
  const { userId, email, name } = joiner
  const of = { tenantId: course.tenantId, courseId: course.id }
  const inviteId = way.kind === 'code' ? way.invite.id : null
  await tx.courseMember.create({
    data: { id: newId('member'), ...of, userId, email, name, role: 'student', joinedAt: now, inviteId },
  })
}

async function takeLine(tx: Tx, line: CourseMember, joiner: Joiner, now: Date): Promise<void> {
  const { count } = await tx.courseMember.updateMany({
    where: { id: line.id, userId: null, removedAt: null },
    data: { userId: joiner.userId, joinedAt: now, tokenHash: null, mailWantedAt: null },
  })
  if (count === 0) throw new BerthError('course.code_invalid', 'this invitation was taken already')
}

async function isMember(db: Db, course: Course, { userId }: Joiner): Promise<boolean> {
  return (await db.courseMember.count({ where: { courseId: course.id, userId, removedAt: null } })) > 0
}
