import type { Db } from '@berth/db'

type Reader = Pick<Db, '$prepared'>

/** One that waits for its turn, as far as that is concerned. */
export type WaitingRow = {
  readonly id: string
  readonly tenantId: string
  readonly courseId: string | null
  readonly courseLabId: string | null
  readonly versionId: string
  readonly userId: string | null
  readonly requestedAt: Date
  /** where its files and containers lie; null: nowhere yet */
  readonly home: string | null
}

/** More than begin at one look: who comes later of the same lab has no turn before. */
const FIRST_OF_A_LAB = 32

/** The first of all that wait for one lab, and for one node where their files lie: there may be thousands behind them. */
export function readWaiting(db: Reader, now: Date): Promise<WaitingRow[]> {
  return db.$prepared<WaitingRow>`
    WITH waiting AS (
      SELECT s.*, CASE WHEN s."nodeId" IS NULL THEN NULL ELSE COALESCE(
        (SELECT c."nodeId" FROM "Container" c
          WHERE c."sandboxId" = s.id AND c.attempt = s.attempt AND c.desired <> 'removed' LIMIT 1),
        (SELECT v."nodeId" FROM "Volume" v
          WHERE v."sandboxId" = s.id AND v.attempt = s.attempt AND v."deletedAt" IS NULL LIMIT 1),
        CASE WHEN s.kind = 'copy' THEN s."nodeId" END) END AS home
      FROM "Sandbox" s
      WHERE s.state = 'queued' AND s.wanted = 'running' AND (s.trouble IS NULL OR s."dueAt" IS NULL OR s."dueAt" <= ${now}::timestamp)
    ), turns AS (
      SELECT *, row_number() OVER (
        PARTITION BY "tenantId", "courseId", "courseLabId", home, "userId" IS NULL ORDER BY "requestedAt", id) AS turn
      FROM waiting
    )
    SELECT id, "tenantId", "courseId", "courseLabId", "versionId", "userId", "requestedAt", home
    FROM turns WHERE turn <= ${FIRST_OF_A_LAB}`
}

/** How many of one kind hold memory of a node. */
export type ActiveCount = {
  readonly tenantId: string
  readonly courseId: string | null
  readonly courseLabId: string | null
  readonly versionId: string
  readonly nodeId: string | null
  readonly isStarting: boolean
  readonly count: number
}

export function countActive(db: Reader): Promise<ActiveCount[]> {
  return db.$prepared<ActiveCount>`
    SELECT "tenantId", "courseId", "courseLabId", "versionId", "nodeId", state = 'starting' AS "isStarting",
      count(*)::int AS count
    FROM "Sandbox" WHERE state IN ('starting', 'running', 'frozen') GROUP BY 1, 2, 3, 4, 5, 6`
}

/** One that is ready and that nobody has. */
export type ReadySpare = {
  readonly id: string
  readonly tenantId: string
  readonly courseId: string | null
  readonly courseLabId: string | null
  readonly versionId: string
  readonly readyAt: Date
}

export function readReadySpares(db: Reader): Promise<ReadySpare[]> {
  return db.$prepared<ReadySpare>`
    SELECT id, "tenantId", "courseId", "courseLabId", "versionId", "readyAt" FROM "Sandbox"
    WHERE state = 'running' AND wanted = 'running' AND "userId" IS NULL AND kind = 'lesson' AND "readyAt" IS NOT NULL`
}
