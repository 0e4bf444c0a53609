import { type Clock, newId } from '@berth/core'
import type { Db, Session, User } from '@berth/db'
import type { SessionView } from '@berth/protocol'
import type { UserActor } from './actor.ts'
import { createShortCache } from './short-cache.ts'
import { type ActorUser, userActor } from './user-actor.ts'

export const SESSION_DAYS = 30
const LIFETIME_MS = SESSION_DAYS * 24 * 60 * 60 * 1_000
const SEEN_EVERY_MS = 60_000
/** How long a revoked session may still be believed by another process. */
const BELIEVED_MS = 2_000

export type Sessions = {
  /** A new row for a browser that has proved who it is; returns its id. */
  open(userId: string, from: { ip: string | null; userAgent: string | null }): Promise<string>
  /** Who a session stands for; undefined when it is revoked, expired, or its owner disabled. */
  check(id: string): Promise<UserActor | undefined>
  list(userId: string, currentId: string | null): Promise<SessionView[]>
  /** Its own browser signs out. */
  close(id: string): Promise<void>
  /** Signs one browser out; false when this person has no such session. */
  revoke(userId: string, id: string): Promise<boolean>
  /** Its owner changed: the next request reads them anew. */
  forget(id: string | null): void
  /** Signs out everywhere but `keepId`. */
  revokeAll(userId: string, keepId: string | null): Promise<void>
}

/** One row per signed-in browser; its id is inside the cookie, and without the row the cookie is worth nothing. */
export function createSessions(options: { db: Db; clock: Clock }): Sessions {
  const { db, clock } = options
  const believed = createShortCache<UserActor | undefined>({ ttlMs: BELIEVED_MS, clock })
  return {
    open: async (userId, { ip, userAgent }) => {
      const now = clock.now()
      const id = newId('session')
      const expiresAt = new Date(now.getTime() + LIFETIME_MS)
      await db.session.deleteMany({ where: { userId, expiresAt: { lt: now } } })
      await db.session.create({
        data: {
          id,
          userId,
          ip,
          userAgent: userAgent?.slice(0, 300) ?? null,
          createdAt: now,
          lastSeenAt: now,
          expiresAt,
        },
      })
      await db.user.updateMany({ where: { id: userId }, data: { lastSeenAt: now } })
      return id
    },
    check: (id) =>
      believed.get(id, async () => {
        const row = await readSession(db, id)
        if (row === undefined || !isLive(row, clock.now())) return undefined
        await noteSeen(db, row, clock.now())
        return userActor(row, { via: 'session', sessionId: row.sessionId, token: null })
      }),
    list: async (userId, currentId) => {
      const rows = await db.session.findMany({
        where: { userId, expiresAt: { gt: clock.now() } },
        orderBy: { lastSeenAt: 'desc' },
      })
      return rows.map((row) => toView(row, currentId))
    },
    close: async (id) => {
      await db.session.deleteMany({ where: { id } })
      believed.forget(id)
    },
    revoke: async (userId, id) => {
      const { count } = await db.session.deleteMany({ where: { id, userId } })
      believed.forget(id)
      return count > 0
    },
    forget: (id) => believed.forget(id ?? ''),
    revokeAll: async (userId, keepId) => {
      await db.session.deleteMany({ where: { userId, ...(keepId === null ? {} : { id: { not: keepId } }) } })
      believed.clear()
    },
  }
}

/** A session, and whose it is. */
type SessionRow = ActorUser &
  Pick<User, 'disabledAt' | 'sessionsValidFrom'> &
  Pick<Session, 'expiresAt'> & {
    readonly sessionId: string
    readonly openedAt: Date
    readonly usedAt: Date
  }

/** With each request, and every few seconds for each socket that is open. */
async function readSession(db: Pick<Db, '$prepared'>, id: string): Promise<SessionRow | undefined> {
  const [row] = await db.$prepared<SessionRow>`
    SELECT s.id AS "sessionId", s."createdAt" AS "openedAt", s."lastSeenAt" AS "usedAt", s."expiresAt",
      u.id, u.email, u.name, u."isAdmin", u.guest, u.locale, u."createdAt", u."lastSeenAt", u."disabledAt",
      u."sessionsValidFrom"
    FROM "Session" s JOIN "User" u ON u.id = s."userId" WHERE s.id = ${id}`
  return row
}

function isLive({ expiresAt, disabledAt, openedAt, sessionsValidFrom }: SessionRow, now: Date): boolean {
  return expiresAt > now && disabledAt === null && openedAt >= sessionsValidFrom
}

async function noteSeen(db: Db, { sessionId, usedAt, id: userId }: SessionRow, now: Date): Promise<void> {
  if (usedAt.getTime() > now.getTime() - SEEN_EVERY_MS) return
  // updateMany: the row may have been revoked meanwhile
  await db.session.updateMany({ where: { id: sessionId }, data: { lastSeenAt: now } })
  await db.user.updateMany({ where: { id: userId }, data: { lastSeenAt: now } })
}

function toView(row: Session, currentId: string | null): SessionView {
  const { id, ip, userAgent, createdAt, lastSeenAt, expiresAt } = row
  return { id, current: id === currentId, ip, userAgent, createdAt, lastSeenAt, expiresAt }
}
