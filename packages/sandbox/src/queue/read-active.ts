import type { Db } from '@berth/db'
import type { VersionShelf } from '../keep/version-shelf.ts'
import { ACTIVE_STATES } from '../rows.ts'
import { addSizes, NO_SIZE, type Size, sizeOf } from './reserve.ts'

/** How many sandboxes of a tenant run or start, and what they may take by the limits of their labs. */
export type Active = { readonly count: number; readonly size: Size }

export const NONE_ACTIVE: Active = { count: 0, size: NO_SIZE }

/** By the ids of tenants; one with none is missing. */
export async function readActive(
  { db, versions }: { readonly db: Pick<Db, 'sandbox' | 'labVersion'>; readonly versions: VersionShelf },
  tenants: readonly string[],
): Promise<ReadonlyMap<string, Active>> {
  const groups = await db.sandbox.groupBy({
    by: ['tenantId', 'versionId'],
    where: { tenantId: { in: [...tenants] }, state: { in: [...ACTIVE_STATES] } },
    _count: true,
  })
  const shelf = await versions(
    db,
    groups.map(({ versionId }) => versionId),
  )
  const all = new Map<string, Active>()
  for (const { tenantId, versionId, _count } of groups) {
    const { count, size } = all.get(tenantId) ?? NONE_ACTIVE
    const version = shelf.get(versionId)
    const one = version ? sizeOf(version.spec) : NO_SIZE
    all.set(tenantId, { count: count + _count, size: addSizes(size, one, _count) })
  }
  return all
}
