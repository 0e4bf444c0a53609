import { BerthError, newId, newLinkToken } from '@berth/core'
import type { Db } from '@berth/db'
import { findWayIn } from '../join/find-way-in.ts'
import { enter, guestsRefused } from '../join/join-course.ts'
import { wasRemoved } from '../join/own-line.ts'
import { guestOfBrowser } from './guest-of-browser.ts'

/** RFC 2606: no mail goes there, and nobody can have it. */
const GUEST_DOMAIN = 'guests.invalid'

export type GuestAsk = {
  readonly name: string
  readonly ip: string | null
  /** the way back that this browser remembers */
  readonly remembered: string | null
  /** whoever sits there now is somebody else than the guest of before */
  readonly another: boolean
  /** holds new guests of a course to a rate: throws when there were too many */
  readonly admit: (courseId: string) => Promise<void>
}

/**
 * `token` is the guest's own way back. A browser that was here as a guest is that guest again, unless it says that it is
 * another; who was removed is not another one either. Errors: those of joining, and of `admit`.
 */
export async function joinAsGuest(
  deps: { db: Db; now: Date },
  text: string,
  ask: GuestAsk,
): Promise<{ course: string; token: string }> {
  const { db, now } = deps
  const way = await findWayIn(db, text, now)
  if (way.kind === 'personal')
    throw new BerthError('auth.required', 'this invitation is for an account: sign in')
  if (!way.course.guests) throw guestsRefused()
  const { id: course } = way.course
  const { remembered } = ask
  const before = remembered === null ? undefined : await guestOfBrowser(db, remembered, course)
  if (before?.was === 'removed') throw wasRemoved()
  if (remembered !== null && before && !ask.another) {
    const { userId, name } = before
    await db.$transaction((tx) => enter(tx, way, { userId, email: null, name, ip: ask.ip }, now))
    return { course, token: remembered }
  }
  await ask.admit(course)
  const { token, hash } = newLinkToken()
  const id = newId('user')
  await db.$transaction(async (tx) => {
    const email = `${id.replace('_', '-')}@${GUEST_DOMAIN}`
    await tx.user.create({ data: { id, email, name: ask.name, guest: true } })
    await enter(tx, way, { userId: id, email: null, name: ask.name, ip: ask.ip }, now)
    await tx.courseMember.updateMany({ where: { courseId: course, userId: id }, data: { tokenHash: hash } })
  })
  return { course, token }
}
