import { BerthError, hashLinkToken, newId, newLinkToken } from '@berth/core'
import type { Db } from '@berth/db'
import { findWayIn } from './find-way-in.ts'
import { enter, guestsRefused } from './join-course.ts'

/** RFC 2606: no mail goes there, and nobody can have it. */
const GUEST_DOMAIN = 'guests.invalid'

/** `token` is the guest's own way back, given once. Errors: those of joining. */
export async function joinAsGuest(
  deps: { db: Db; now: Date },
  text: string,
  who: { name: string; ip: string | null },
): Promise<{ course: string; token: string }> {
  const { db, now } = deps
  const way = await findWayIn(db, text, now)
  if (way.kind === 'personal')
    throw new BerthError('auth.required', 'this invitation is for an account: sign in')
  if (!way.course.guests) throw guestsRefused()
  const { token, hash } = newLinkToken()
  const id = newId('user')
  await db.$transaction(async (tx) => {
    const email = `${id.replace('_', '-')}@${GUEST_DOMAIN}`
    await tx.user.create({ data: { id, email, name: who.name, guest: true } })
    await enter(tx, way, { userId: id, email: null, name: who.name, ip: who.ip }, now)
    await tx.courseMember.updateMany({
      where: { courseId: way.course.id, userId: id },
      data: { tokenHash: hash },
    })
  })
  return { course: way.course.id, token }
}

/** The guest whose personal link this is. */
export async function findGuest(db: Db, token: string): Promise<string | undefined> {
  const row = await db.courseMember.findUnique({ where: { tokenHash: hashLinkToken(token) } })
  return row === null || row.removedAt !== null ? undefined : (row.userId ?? undefined)
}
