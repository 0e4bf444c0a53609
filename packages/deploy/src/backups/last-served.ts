import type { Db } from '@berth/db'

/** When a transfer of each of these tenants was last worked at; absent: never, as far as it is still known. */
export async function lastServed(
  db: Pick<Db, 'volumeTransfer'>,
  of: readonly { readonly tenantId: string }[],
): Promise<Map<string, Date>> {
  if (of.length === 0) return new Map()
  const rows = await db.volumeTransfer.groupBy({
    by: ['tenantId'],
    where: { tenantId: { in: [...new Set(of.map(({ tenantId }) => tenantId))] }, beatAt: { not: null } },
    _max: { beatAt: true },
  })
  return new Map(rows.flatMap(({ tenantId, _max: { beatAt } }) => (beatAt ? [[tenantId, beatAt]] : [])))
}
