import type { Actor, Auth } from '@berth/auth'
import { BerthError } from '@berth/core'

/** Who sends a cookie; null: nobody, or not any more. Errors: db.unavailable and whatever else is no refusal. */
export async function whoSends(
  auth: Pick<Auth, 'authenticate'>,
  cookie: string | null,
): Promise<Actor | null> {
  try {
    return await auth.authenticate({ authorization: null, cookie, ip: null })
  } catch (error) {
    // a proof that is refused is none
    if (error instanceof BerthError && error.code.startsWith('auth.')) return null
    throw error
  }
}
