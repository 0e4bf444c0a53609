import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { LogBlobs } from './ports.ts'

const DAY_MS = 24 * 60 * 60_000
/** Of one app. */
const KEPT_DAYS = 7
const KEPT_BYTES = 256 * 1024 ** 2
/** Each piece counts for so much at least: rows and files cost, however little is in them. */
const LEAST_BYTES = 4 * 1024
const AT_ONCE = 500

type Piece = {
  readonly sourceId: string
  readonly segment: number
  readonly start: bigint
  readonly digest: string
}

/** Removes kept lines that are too old or too many, oldest first, and all of an app that is gone. */
export async function pruneLogs(deps: {
  readonly db: Db
  readonly blobs: LogBlobs
  readonly clock: Clock
}): Promise<void> {
  const { db, blobs, clock } = deps
  const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS)
  for (;;) {
    const pieces = await findSurplus(db, before)
    for (const piece of pieces) await remove(deps, piece)
    if (pieces.length < AT_ONCE) break
  }
  await db.$executeRaw`
    DELETE FROM "LogSource" s WHERE s."createdAt" < ${before}
      AND NOT EXISTS (SELECT FROM "LogPiece" p WHERE p."sourceId" = s."id")
      AND NOT EXISTS (SELECT FROM "Container" c WHERE c."id" = s."id")`

  async function remove(_: typeof deps, { sourceId, segment, start, digest }: Piece): Promise<void> {
    // the content goes first: a row without it is found again, content without a row is not
    const others = await db.logPiece.count({ where: { digest, NOT: { sourceId, segment, start } } })
    if (others === 0) await blobs.remove(digest)
    await db.logPiece.deleteMany({ where: { sourceId, segment, start } })
  }
}

function findSurplus(db: Db, before: Date): Promise<Piece[]> {
  return db.$queryRaw<Piece[]>`
    SELECT x."sourceId", x."segment", x."start", x."digest" FROM (
      SELECT p.*, a."deletedAt", sum(greatest(p."bytes", ${LEAST_BYTES}::int)) OVER (
        PARTITION BY s."appId" ORDER BY p."createdAt" DESC, p."sourceId", p."segment" DESC, p."start" DESC
      ) AS "total"
      FROM "LogPiece" p JOIN "LogSource" s ON s."id" = p."sourceId" JOIN "App" a ON a."id" = s."appId"
    ) x
    WHERE x."createdAt" < ${before} OR x."total" > ${KEPT_BYTES} OR x."deletedAt" IS NOT NULL
    ORDER BY x."createdAt" LIMIT ${AT_ONCE}`
}
