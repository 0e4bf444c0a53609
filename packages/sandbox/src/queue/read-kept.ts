import type { Db } from '@berth/db'
import { ACTIVE_STATES } from '../rows.ts'

/** What sandboxes keep on disk that are not at work, in bytes. */
export type Kept = {
  readonly bytes: number
  /** of how many sandboxes */
  readonly count: number
  /** of those that wait for their turn, by their ids: of the try that they wait for, and not of the one before a reset */
  readonly waiting: ReadonlyMap<string, number>
}

const NOTHING: Kept = { bytes: 0, count: 0, waiting: new Map() }

type Row = {
  readonly tenantId: string
  readonly courseId: string | null
  readonly waitingId: string | null
  readonly current: number
  readonly bytes: number
  readonly count: number
}

/** By the ids of tenants; one that keeps nothing is missing. */
export async function readKept(
  db: Pick<Db, '$prepared'>,
  tenants: readonly string[],
): Promise<ReadonlyMap<string, Kept>> {
  const byTenant = Map.groupBy(await readRows(db, tenants), ({ tenantId }) => tenantId)
  return new Map([...byTenant].map(([id, rows]) => [id, sum(rows)]))
}

/** Of one course of a tenant, and of all of them. */
export async function readKeptOf(
  db: Pick<Db, '$prepared'>,
  { tenantId, courseId }: { readonly tenantId: string; readonly courseId: string },
): Promise<{ readonly course: Kept; readonly tenant: Kept }> {
  const rows = await readRows(db, [tenantId])
  return { course: sum(rows.filter((row) => row.courseId === courseId)), tenant: sum(rows) }
}

/**
 * Nothing writes to what rests, so it counts by what it holds, as its node tells; written files of which no node has
 * spoken yet count by their limit. What runs counts by the limits of its lab instead, and what has ended is on its way out.
 */
function readRows(db: Pick<Db, '$prepared'>, tenants: readonly string[]): Promise<Row[]> {
  const [ids, active] = [[...tenants], [...ACTIVE_STATES]]
  return db.$prepared<Row>`
    WITH resting AS (
      SELECT id, "tenantId", "courseId", attempt, state = 'queued' AS waits, state = ANY(${active}::text[]) AS works
      FROM "Sandbox" WHERE "tenantId" = ANY(${ids}::text[]) AND state <> 'ended'
    ), files AS (
      SELECT s.*, v.attempt = s.attempt AS current, v."usedBytes" AS bytes
      FROM resting s JOIN "Volume" v ON v."sandboxId" = s.id AND v."deletedAt" IS NULL
      UNION ALL
      SELECT s.*, c.attempt = s.attempt, COALESCE(c."restBytes", r.disk)
      FROM resting s JOIN "Container" c ON c."sandboxId" = s.id AND c.desired <> 'removed'
      JOIN "Release" r ON r.id = c."releaseId"
    )
    SELECT "tenantId", "courseId", CASE WHEN waits THEN id END AS "waitingId", count(DISTINCT id)::int AS count,
      COALESCE(SUM(bytes) FILTER (WHERE current), 0)::float8 AS current,
      COALESCE(SUM(bytes), 0)::float8 AS bytes
    FROM files WHERE NOT (works AND current) GROUP BY 1, 2, 3`
}

function sum(rows: readonly Row[]): Kept {
  const waiting = rows.flatMap(({ waitingId, current }) => {
    return waitingId === null ? [] : [[waitingId, current] as const]
  })
  return rows.reduce<Kept>(
    (all, { bytes, count }) => ({
      ...all,
      bytes: all.bytes + bytes,
      count: all.count + count,
    }),
    { ...NOTHING, waiting: new Map(waiting) },
  )
}
