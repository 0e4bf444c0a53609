import { BerthError, newId, parseEmail } from '@berth/core'
import { type CourseMember, type Db, isUniqueViolation, type Prisma, type Tx } from '@berth/db'
import type { CourseMemberView } from '@berth/protocol'
import { audit, type InCourse } from '../course-caller.ts'
import { replaceInvite } from '../join/invites.ts'
import { MOST_MEMBERS } from '../join/join-course.ts'
import type { MemberFields } from './member-fields.ts'
import { toMemberView } from './member-view.ts'

/** A line of the roster; the person comes by a link. Errors: input.invalid, course.member_exists, course.full. */
export async function addMember(
  db: Db,
  at: InCourse,
  wanted: MemberFields & { email: string },
): Promise<CourseMemberView> {
  const { course } = at
  const { part, ...fields } = wanted
  const email = parseEmail(wanted.email)
  if ((await db.courseMember.count({ where: { courseId: course.id } })) >= MOST_MEMBERS) {
    throw new BerthError('course.full', `a course has at most ${MOST_MEMBERS} people`)
  }
  try {
    return await db.$transaction(async (tx) => {
      const of = { tenantId: course.tenantId, courseId: course.id }
      const row = await tx.courseMember.create({
        data: { id: newId('member'), ...of, ...fields, email, role: part },
      })
      await audit(tx, at, 'course.member_added', { email, part })
      return toMemberView(row)
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new BerthError('course.member_exists', `${email} is in this course already`)
  }
}

/** Errors: course.member_not_found, auth.forbidden (the last teacher would stop to be one, or a guest become one). */
export async function changeMember(
  db: Db,
  at: InCourse,
  id: string,
  change: Partial<MemberFields>,
): Promise<void> {
  const { part, ...fields } = change
  await db.$transaction(async (tx) => {
    const member = await lockMember(tx, at, id)
    if (part !== undefined && part !== 'student' && member.email === null) {
      throw new BerthError('auth.forbidden', 'a guest can only be a student: invite them with an account')
    }
    const role = part === undefined ? {} : { role: part }
    await tx.courseMember.update({ where: { id }, data: { ...fields, ...role } })
    if (part === 'student' && member.userId !== null) await endCopies(tx, at, [{ userId: member.userId }])
    await audit(tx, at, 'course.member_changed', { member: member.email ?? member.name, ...role })
  })
}

/**
 * What they did stays; their rights end at once. With `newCode` the code that they came by is replaced for those still to
 * come: a guest who is removed does not come back by it under another name. Error: course.member_not_found.
 */
export async function removeMember(
  db: Db,
  at: InCourse,
  ask: { readonly member: string; readonly newCode: boolean },
  now: Date,
): Promise<{ code: string | null }> {
  const { member: id } = ask
  return db.$transaction(async (tx) => {
    const member = await lockMember(tx, at, id)
    // a guest's is kept: by it the browser that they come from is known
    const link = member.email === null ? {} : { tokenHash: null, mailWantedAt: null }
    await tx.courseMember.update({ where: { id }, data: { removedAt: now, ...link } })
    await endSandboxes(tx, at, member)
    await audit(tx, at, 'course.member_removed', { member: member.email ?? member.name })
    const { inviteId } = member
    return { code: ask.newCode && inviteId !== null ? await replaceInvite(tx, at, inviteId, now) : null }
  })
}

/** Theirs, the copies that they made of others', and those that others made of theirs. */
async function endSandboxes(tx: Tx, at: InCourse, { id, userId }: CourseMember): Promise<void> {
  const own = await tx.sandbox.findMany({ where: { memberId: id }, select: { id: true } })
  await endWhere(tx, at.by, { memberId: id })
  await endCopies(tx, at, [
    { copyOf: { in: own.map((one) => one.id) } },
    ...(userId === null ? [] : [{ userId }]),
  ])
}

/** Who teaches no longer could not end theirs. */
async function endCopies(
  tx: Tx,
  { course, by }: InCourse,
  any: readonly Prisma.SandboxWhereInput[],
): Promise<void> {
  await endWhere(tx, by, { courseId: course.id, kind: 'copy', OR: [...any] })
}

async function endWhere(tx: Tx, by: string, where: Prisma.SandboxWhereInput): Promise<void> {
  await tx.sandbox.updateMany({
    where: { ...where, state: { notIn: ['ended', 'failed'] } },
    data: { wanted: 'ended', wantedBy: by },
  })
}

/** Has somebody back who was removed. Error: course.member_not_found. */
export async function restoreMember(db: Db, at: InCourse, id: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const member = await lockMember(tx, at, id)
    await tx.courseMember.update({ where: { id }, data: { removedAt: null } })
    await audit(tx, at, 'course.member_restored', { member: member.email ?? member.name })
  })
}

async function lockMember(tx: Tx, at: InCourse, id: string): Promise<CourseMember> {
  await tx.$queryRaw`SELECT id FROM "CourseMember" WHERE id = ${id} FOR UPDATE`
  const member = await tx.courseMember.findFirst({ where: { id, courseId: at.course.id } })
  if (member !== null) return member
  throw new BerthError('course.member_not_found', 'the course has no such person', {
    details: { member: id },
  })
}
