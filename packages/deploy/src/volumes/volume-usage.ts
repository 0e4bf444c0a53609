import type { Quota } from '@berth/core'
import type { Tx } from '@berth/db'
import { NOTHING } from '../quota.ts'

type Sum = { readonly tenantId: string; readonly bytes: bigint }

/**
 * What volumes and their snapshots take of their tenants' disk, also while a deleted one is kept; homes of sandboxes do
 * not count.
 */
export async function usageOfVolumes(
  tx: Pick<Tx, '$queryRaw'>,
  tenantIds: readonly string[],
): Promise<Map<string, Quota>> {
  const rows = await tx.$queryRaw<Sum[]>`
    SELECT v."tenantId", (SUM(v.bytes) + SUM(COALESCE(s.bytes, 0)))::bigint AS bytes FROM "Volume" v
    LEFT JOIN (SELECT "volumeId", SUM(bytes) AS bytes FROM "VolumeSnapshot" GROUP BY "volumeId") s ON s."volumeId" = v.id
    WHERE v."tenantId" = ANY(${[...tenantIds]}) AND v."sandboxId" IS NULL GROUP BY v."tenantId"`
  return new Map(rows.map(({ tenantId, bytes }) => [tenantId, { ...NOTHING, disk: Number(bytes) }]))
}
