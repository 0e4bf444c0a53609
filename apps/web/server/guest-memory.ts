import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GuestMemory } from '@berth/api'
import { isSecure, readCookie } from '@berth/auth'

/** as long as a guest's account can live beyond a course of a year */
const KEPT_S = 400 * 24 * 60 * 60

/** A cookie that no script reads; it outlives a sign-out, so that the same browser is the same guest again. */
export function guestMemoryOf(url: string, req: IncomingMessage, res: ServerResponse): GuestMemory {
  const secure = isSecure(url)
  const name = `${secure ? '__Host-' : ''}berth-guest`
  return {
    remembered: readCookie(req.headers.cookie ?? '', name) ?? null,
    keep: (token) =>
      void res.appendHeader(
        'set-cookie',
        `${name}=${token}; Max-Age=${KEPT_S}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
      ),
  }
}
