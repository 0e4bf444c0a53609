import type { Container, Db } from '@berth/db'
import type { ObservedContainer } from '@berth/protocol'
import type { NodeSession } from './node-session.ts'
import { differs, type ObserveContext, observed } from './observe.ts'

type Told = {
  readonly row: Container
  readonly report: ObservedContainer
  readonly secretValues: readonly string[]
}

/**
 * The same as `observe` for containers of sandboxes, which tell of themselves, by one statement for all: they start by
 * the hundred. By their ids, whether it says anything new; one is missing where the container, the stream or the
 * networks of the node are not any more as they were read, or where somebody changes it at this moment: several are
 * held at once here, and whoever waited for one could be waited for with another.
 */
export async function observeSandboxed(
  db: Pick<Db, '$prepared'>,
  all: readonly Told[],
  context: Omit<ObserveContext, 'secretValues'> & {
    readonly session: NodeSession
    /** of the node, by which addresses are believed: they stay as they are until the address is written */
    readonly subnets: readonly string[]
  },
): Promise<ReadonlyMap<string, boolean>> {
  if (all.length === 0) return new Map()
  const { session, subnets } = context
  const seen = all.map(({ row, report, secretValues }) => {
    return { row, data: { id: row.id, ...observed(row, report, { ...context, secretValues }) } }
  })
  const written = await db.$prepared<{ id: string }>`
    WITH node AS MATERIALIZED (
      SELECT id FROM "Node" WHERE id = ${session.nodeId} AND fence = ${session.fence}::int
        AND subnets = ${[...subnets]}::text[] FOR SHARE
    ), told AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(seen.map(({ data }) => data))}::jsonb) AS t(id text,
        observed text, "observedGeneration" int, healthy boolean, "givenUp" boolean, address text,
        "startedAt" timestamp, "endedAt" timestamp, "end" jsonb, "lastLines" text[], "limitsRefused" text,
        pull jsonb, restarts int, "oomKills" int, "forksRefused" int, "nextStartAt" timestamp, "observedAt" timestamp)
    ), held AS MATERIALIZED (
      SELECT c.id FROM node JOIN "Container" c ON c."nodeId" = node.id AND c."sandboxId" IS NOT NULL
        JOIN told ON told.id = c.id AND told."observedGeneration" = c.generation
      FOR NO KEY UPDATE OF c SKIP LOCKED
    )
    UPDATE "Container" c SET observed = t.observed, "observedGeneration" = t."observedGeneration",
      healthy = t.healthy, "givenUp" = t."givenUp", address = t.address, "startedAt" = t."startedAt",
      "endedAt" = t."endedAt", "end" = coalesce(t."end", c."end"),
      "lastLines" = CASE WHEN cardinality(t."lastLines") > 0 THEN t."lastLines" ELSE c."lastLines" END,
      "limitsRefused" = t."limitsRefused", pull = t.pull, restarts = t.restarts, "oomKills" = t."oomKills",
      "forksRefused" = t."forksRefused", "nextStartAt" = t."nextStartAt", "observedAt" = t."observedAt"
    FROM held JOIN told t ON t.id = held.id WHERE c.id = held.id
    RETURNING c.id`
  const taken = new Set(written.map(({ id }) => id))
  return new Map(
    seen.flatMap(({ row, data }) => {
      return taken.has(row.id) ? [[row.id, differs(row, data) || data.pull !== undefined] as const] : []
    }),
  )
}
