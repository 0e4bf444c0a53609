import { hashLinkToken } from '@berth/core'
import type { Db } from '@berth/db'

export type KnownGuest = {
  readonly userId: string
  readonly name: string
  /** what they are in the course that is asked about */
  readonly was: 'member' | 'removed' | 'elsewhere'
}

/** The guest that a browser was, by the way back that it remembers; undefined: nobody whom it may be again. */
export async function guestOfBrowser(
  db: Db,
  token: string,
  courseId: string,
): Promise<KnownGuest | undefined> {
  const row = await db.courseMember.findUnique({
    where: { tokenHash: hashLinkToken(token) },
    include: { user: { include: { courseMembers: { where: { courseId } } } } },
  })
  if (row === null || row.user === null || !row.user.guest || row.user.disabledAt !== null) return undefined
  const { user, name } = row
  const here = user.courseMembers[0]
  const known = { userId: user.id, name: here?.name ?? name }
  if (here?.removedAt) return { ...known, was: 'removed' }
  if (row.removedAt !== null || row.linkEndedAt !== null) return undefined
  return { ...known, was: here === undefined ? 'elsewhere' : 'member' }
}
