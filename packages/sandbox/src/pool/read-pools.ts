import type { Db } from '@berth/db'
import type { PoolSpare } from './plan-pool.ts'

/** What there is of one lab of a course. */
export type PoolCounts = {
  /** those that failed among them */
  readonly spares: readonly (PoolSpare & { readonly hasFailed: boolean })[]
  /** with an owner, at work or waiting */
  readonly owned: number
  /** of those, claimed since its warm-up began */
  readonly claimed: number
}

type SpareRow = PoolCounts['spares'][number] & { readonly courseLabId: string }
type OwnedRow = { readonly courseLabId: string; readonly owned: number; readonly claimed: number }

export async function readPools(
  db: Pick<Db, '$prepared'>,
  labs: readonly string[],
): Promise<ReadonlyMap<string, PoolCounts>> {
  const spares = await db.$prepared<SpareRow>`
    SELECT id, "courseLabId", "versionId", "createdAt", state = 'failed' AS "hasFailed" FROM "Sandbox"
    WHERE "courseLabId" = ANY(${[...labs]}::text[]) AND "userId" IS NULL AND kind = 'lesson'
      AND state IN ('queued', 'starting', 'running', 'frozen', 'failed')`
  const owned = await db.$prepared<OwnedRow>`
    SELECT s."courseLabId", count(*)::int AS owned, count(*) FILTER (WHERE s."claimedAt" >= l."warmFrom")::int AS claimed
    FROM "Sandbox" s JOIN "CourseLab" l ON l.id = s."courseLabId"
    WHERE s."courseLabId" = ANY(${[...labs]}::text[]) AND s."userId" IS NOT NULL AND s.kind = 'lesson'
      AND s.state IN ('queued', 'starting', 'running', 'frozen') GROUP BY 1`
  const ownedOf = new Map(owned.map((row) => [row.courseLabId, row]))
  const sparesOf = Map.groupBy(spares, ({ courseLabId }) => courseLabId)
  return new Map(
    labs.map((id) => {
      const { owned: count = 0, claimed = 0 } = ownedOf.get(id) ?? {}
      return [id, { spares: sparesOf.get(id) ?? [], owned: count, claimed }]
    }),
  )
}
