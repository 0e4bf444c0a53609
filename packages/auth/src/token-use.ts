import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'

const EVERY_MS = 60_000
const MAX_REMEMBERED = 10_000

export type TokenUse = (tokenId: string, ip: string | null) => void

/** Notes when and from where a token was last used, at most once a minute each, and beside the request. */
export function createTokenUse(options: {
  db: Db
  clock: Clock
  onError: (error: unknown) => void
}): TokenUse {
  const written = new Map<string, number>()
  return (tokenId, ip) => {
    const at = options.clock.now()
    if ((written.get(tokenId) ?? 0) > at.getTime() - EVERY_MS) return
    if (written.size >= MAX_REMEMBERED) written.clear()
    written.set(tokenId, at.getTime())
    options.db.token
      .updateMany({ where: { id: tokenId }, data: { lastUsedAt: at, lastUsedIp: ip } })
      .catch(options.onError)
  }
}
