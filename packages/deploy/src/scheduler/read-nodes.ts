import type { Tx } from '@berth/db'
import type { NodeModel } from '../model.ts'
import { nodeModel } from '../rows.ts'

type Used = { readonly nodeId: string; readonly cpu: number; readonly memory: bigint }

/**
 * All nodes, with the sum of the limits of what shall run on each, or is held in the middle of it. Containers of sandboxes
 * are counted by the memory that is kept for them: most of them idle, and cpu is shared out by weight.
 */
export async function readNodes(tx: Pick<Tx, 'node' | '$queryRaw'>): Promise<NodeModel[]> {
  const nodes = await tx.node.findMany()
  const used = await tx.$queryRaw<Used[]>`
    SELECT c."nodeId",
      SUM(CASE WHEN c."sandboxId" IS NULL
        THEN COALESCE((r.processes -> c.process -> 'limits' ->> 'cpu')::float8, r.cpu) ELSE 0 END)::float8 AS cpu,
      SUM(CASE WHEN c."sandboxId" IS NULL
        THEN COALESCE((r.processes -> c.process -> 'limits' ->> 'memory')::bigint, r.memory)
        ELSE r.memory / 8 END)::bigint AS memory
    FROM "Container" c JOIN "Release" r ON r.id = c."releaseId"
    WHERE c.desired IN ('running', 'paused') GROUP BY c."nodeId"`
  const byNode = new Map(used.map((row) => [row.nodeId, row]))
  return nodes.map((node) => {
    const mine = byNode.get(node.id)
    return nodeModel(node, { cpu: mine?.cpu ?? 0, memory: Number(mine?.memory ?? 0) })
  })
}
