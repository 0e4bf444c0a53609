import { BerthError } from '@berth/core'
import type { Course, CourseMember, Tx } from '@berth/db'

/**
 * The line of the roster that waits for this person: for who has proved its e-mail, by an identity provider that did. An
 * account of that address alone is no proof: the line's own link is. Errors: course.email_unproven, auth.forbidden.
 */
export async function ownLine(
  tx: Tx,
  course: Course,
  { userId, email }: { readonly userId: string; readonly email: string | null },
): Promise<CourseMember | null> {
  if (email === null) return null
  const line = await tx.courseMember.findFirst({ where: { courseId: course.id, email, userId: null } })
  if (line === null) return null
  if (line.removedAt !== null) throw wasRemoved()
  const user = await tx.user.findUnique({ where: { id: userId }, select: { emailVerified: true } })
  if (user?.emailVerified) return line
  throw unproven(email)
}

export function wasRemoved(): BerthError {
  return new BerthError('auth.forbidden', 'you were removed from this course: ask its teacher')
}

export function unproven(email: string): BerthError {
  return new BerthError(
    'course.email_unproven',
    `${email} is on the roster of this course: come by the link that was made for it`,
    { details: { email } },
  )
}
