import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { JoinView } from '@berth/protocol'
import { guestOfBrowser } from '../guests/guest-of-browser.ts'
import { findWayIn } from './find-way-in.ts'

export type SignUpMode = 'invitation' | 'open' | 'closed'

/** What a link leads to; says no more of the course than its title. Errors: course.code_invalid, course.ended. */
export async function describeWayIn(
  deps: { db: Db; now: Date },
  text: string,
  { signUp, remembered }: { signUp: SignUpMode; remembered: string | null },
): Promise<JoinView> {
  const way = await findWayIn(deps.db, text, deps.now)
  const { title, guests } = way.course
  if (way.kind === 'code') {
    const before =
      guests && remembered !== null ? await guestOfBrowser(deps.db, remembered, way.course.id) : undefined
    return { title, personal: null, guests, before: before?.name ?? null, signUp: signUp === 'open' }
  }
  const { email } = way.member
  const hasAccount = (await deps.db.user.count({ where: { email } })) > 0
  return {
    title,
    personal: { email, hasAccount },
    guests: false,
    before: null,
    signUp: signUp !== 'closed' && !hasAccount,
  }
}

/** The e-mail that an open personal invitation was made for. */
export async function invitedEmail(deps: { db: Db; now: Date }, token: string): Promise<string | undefined> {
  try {
    const way = await findWayIn(deps.db, token, deps.now)
    return way.kind === 'personal' ? way.member.email : undefined
  } catch (error) {
    // one that leads nowhere is no invitation
    if (error instanceof BerthError && error.code.startsWith('course.')) return undefined
    throw error
  }
}
