import type { Container, Db } from '@berth/db'
import type { ObservedContainer } from '@berth/protocol'
import type { NodeSession } from './node-session.ts'
import { differs, type ObserveContext, observed } from './observe.ts'

/**
 * The same as `observe` for a container of a sandbox, which tells of itself, by one statement: they start by the hundred.
 * Undefined: the container, the stream or the networks of the node are not any more as they were read.
 */
export async function observeSandboxed(
  db: Pick<Db, '$prepared'>,
  row: Container,
  report: ObservedContainer,
  context: ObserveContext & {
    readonly session: NodeSession
    /** of the node, by which addresses are believed: they stay as they are until the address is written */
    readonly subnets: readonly string[]
  },
): Promise<boolean | undefined> {
  const { session, subnets } = context
  const seen = observed(row, report, context)
  const { end, lastLines, pull } = seen
  const written = await db.$prepared<{ id: string }>`
    WITH node AS MATERIALIZED (
      SELECT id FROM "Node" WHERE id = ${session.nodeId} AND fence = ${session.fence}::int
        AND subnets = ${[...subnets]}::text[] FOR SHARE
    )
    UPDATE "Container" c SET observed = ${seen.observed}, "observedGeneration" = ${report.generation}::int,
      healthy = ${seen.healthy}::boolean, "givenUp" = ${seen.givenUp}::boolean, address = ${seen.address},
      "startedAt" = ${seen.startedAt}::timestamp, "endedAt" = ${seen.endedAt}::timestamp,
      "end" = coalesce(${jsonOf(end)}::jsonb, c."end"),
      "lastLines" = CASE WHEN cardinality(${[...lastLines]}::text[]) > 0 THEN ${[...lastLines]}::text[] ELSE c."lastLines" END,
      "limitsRefused" = ${seen.limitsRefused}, pull = ${jsonOf(pull)}::jsonb, restarts = ${seen.restarts}::int,
      "oomKills" = ${seen.oomKills}::int, "forksRefused" = ${seen.forksRefused}::int,
      "nextStartAt" = ${seen.nextStartAt}::timestamp, "observedAt" = ${seen.observedAt}::timestamp
    FROM node WHERE c.id = ${row.id} AND c."nodeId" = node.id AND c.generation = ${report.generation}::int
      AND c."sandboxId" IS NOT NULL
    RETURNING c.id`
  return written.length === 0 ? undefined : differs(row, seen) || pull !== undefined
}

function jsonOf(value: object | null | undefined): string | null {
  return value ? JSON.stringify(value) : null
}
