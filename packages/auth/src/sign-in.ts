import { BerthError, parseEmail } from '@berth/core'
import type { Db, User } from '@berth/db'
import type { AttemptLimit } from './attempts.ts'
import { recordAudit } from './audit.ts'
import { senderOf, verifyPassword } from './password.ts'

export type SignIn = (credentials: { email: string; password: string; ip: string | null }) => Promise<User>

/**
 * Checks e-mail and password, for the sign-in page and for Basic authentication. An unknown e-mail takes as long
 * as a wrong password and is told the same. Errors: auth.bad_credentials, auth.too_many_attempts.
 */
export function createSignIn(options: { db: Db; attempts: AttemptLimit }): SignIn {
  const { db, attempts } = options
  return async ({ email: given, password, ip }) => {
    const email = readEmail(given)
    await attempts.take('sign-in', email, ip)
    const user = await db.user.findUnique({ where: { email } })
    const matches = await verifyPassword(password, user?.passwordHash ?? null, senderOf(ip, email))
    if (user === null || !matches || user.disabledAt !== null || user.guest) {
      if (user !== null) {
        await recordAudit(db, {
          tenantId: null,
          by: email,
          action: 'sign_in',
          target: email,
          outcome: 'denied',
          ip,
        })
      }
      throw badCredentials()
    }
    await attempts.forgive('sign-in', email, ip)
    return user
  }
}

/** Registry clients send any user name: one that is no e-mail address is a wrong one, and told so. */
function readEmail(given: string): string {
  try {
    return parseEmail(given)
  } catch (cause) {
    throw badCredentials(cause)
  }
}

function badCredentials(cause?: unknown): BerthError {
  return new BerthError('auth.bad_credentials', 'e-mail or password is wrong', { cause })
}
