import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Actor } from './actor.ts'
import type { Sessions } from './sessions.ts'
import { createShortCache } from './short-cache.ts'

const BELIEVED_MS = 2_000

/** Whether the proof that an actor once gave still holds: what stays open (sockets) asks again and again. */
export type Recheck = (actor: Actor) => Promise<boolean>

export function createRecheck(options: { db: Db; sessions: Sessions; clock: Clock }): Recheck {
  const { db, sessions, clock } = options
  const believed = createShortCache<boolean>({ ttlMs: BELIEVED_MS, clock })
  return async (actor) => {
    if (actor.token !== null) {
      const { id } = actor.token
      return believed.get(id, async () => {
        const row = await db.token.findUnique({ where: { id }, include: { user: true } })
        if (row === null || row.revokedAt !== null || row.expiresAt === null) return false
        return row.expiresAt > clock.now() && (row.user === null || row.user.disabledAt === null)
      })
    }
    const sessionId = actor.kind === 'user' ? actor.sessionId : null
    return sessionId !== null && (await sessions.check(sessionId)) !== undefined
  }
}
