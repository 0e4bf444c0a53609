import type { Clock } from '@berth/core'

const MAX_ENTRIES = 2000

/** A push of twenty requests brings the same token twenty times: its signature is verified once, its end each time. */
export function verifyOnce<T extends { readonly expiresAt: Date }>(
  clock: Clock,
  verify: (token: string) => Promise<T>,
): (token: string) => Promise<T> {
  const verified = new Map<string, T>()
  return async (token) => {
    const known = verified.get(token)
    if (known && known.expiresAt > clock.now()) return known
    const claims = await verify(token)
    if (verified.size >= MAX_ENTRIES) verified.clear()
    verified.set(token, claims)
    return claims
  }
}
