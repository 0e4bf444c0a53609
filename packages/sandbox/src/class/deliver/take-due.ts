import type { Db } from '@berth/db'

/** A file or command that one sandbox is to be given now. */
export type Due = {
  readonly broadcastId: string
  readonly sandboxId: string
  readonly nodeId: string
  readonly tenantId: string
  readonly kind: string
}

/** Of one node at once, and of these of one tenant: a node runs eight scripts, and checks do not wait for commands. */
export const ON_NODE = 5
export const OF_TENANT = 4

/**
 * Takes what is due of these nodes, as far as there is room: what was sent first to a sandbox first, tenants in turn. Two
 * processes that take at once never take the same.
 */
export async function* takeDue(
  db: Db,
  nodes: readonly string[],
  { busy, now }: { readonly busy: readonly Due[]; readonly now: Date },
): AsyncGenerator<Due> {
  if (nodes.length === 0) return
  const candidates = await db.$queryRaw<Due[]>`
    WITH due AS (
      SELECT r."broadcastId", r."sandboxId", s."nodeId", b."tenantId", b.kind, b."createdAt",
        row_number() OVER (PARTITION BY r."sandboxId" ORDER BY b."createdAt", b.id) AS nth
      FROM "Broadcast" b
      JOIN "BroadcastResult" r ON r."broadcastId" = b.id
      JOIN "Sandbox" s ON s.id = r."sandboxId"
      WHERE b."openUntil" > ${now}::timestamp AND r.state = 'waiting'
        AND s.state = 'running' AND s.wanted = 'running' AND s."nodeId" = ANY(${[...nodes]}::text[])
        AND NOT EXISTS (
          SELECT FROM "BroadcastResult" other WHERE other."sandboxId" = s.id AND other.state = 'running')
    )
    SELECT "broadcastId", "sandboxId", "nodeId", "tenantId", kind FROM due WHERE nth = 1
    ORDER BY row_number() OVER (PARTITION BY "tenantId", "nodeId" ORDER BY "createdAt", "sandboxId")
    LIMIT ${nodes.length * ON_NODE * 4}::int`
  for (const due of fitting(candidates, busy)) {
    const { broadcastId, sandboxId } = due
    const { count } = await db.broadcastResult.updateMany({
      where: { broadcastId, sandboxId, state: 'waiting' },
      data: { state: 'running', begunAt: now },
    })
    if (count > 0) yield due
  }
}

/** As many of these, in their order, as nodes have room for beside what is under way. */
export function fitting(candidates: readonly Due[], busy: readonly Due[]): Due[] {
  const chosen: Due[] = []
  for (const due of candidates) {
    const here = [...busy, ...chosen].filter(({ nodeId }) => nodeId === due.nodeId)
    const own = here.filter(({ tenantId }) => tenantId === due.tenantId)
    if (here.length < ON_NODE && own.length < OF_TENANT) chosen.push(due)
  }
  return chosen
}
