import type { Tx } from '@berth/db'
import type { RestingLayer } from '@berth/protocol'

/** Takes over what containers of sandboxes keep that do not run; those of another node are left alone. */
export async function noteResting(
  tx: Pick<Tx, '$executeRaw'>,
  nodeId: string,
  resting: readonly RestingLayer[],
): Promise<void> {
  if (resting.length === 0) return
  await tx.$executeRaw`
    UPDATE "Container" c SET "restBytes" = told."usedBytes"
    FROM jsonb_to_recordset(${JSON.stringify(resting)}::jsonb) AS told(id text, "usedBytes" bigint)
    WHERE c.id = told.id AND c."nodeId" = ${nodeId} AND c."sandboxId" IS NOT NULL
      AND c."restBytes" IS DISTINCT FROM told."usedBytes"`
}
