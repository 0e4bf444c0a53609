import type { Db } from '@berth/db'
import type { VersionShelf } from '../keep/version-shelf.ts'
import { ACTIVE_STATES } from '../rows.ts'
import { addSizes, NO_SIZE, type Size, sizeOf } from './reserve.ts'

/** How many sandboxes of a tenant run or start, and what they may take by the limits of their labs. */
export type Active = { readonly count: number; readonly size: Size }

export const NONE_ACTIVE: Active = { count: 0, size: NO_SIZE }

type Group = { readonly tenantId: string; readonly versionId: string; readonly count: number }

/** By the ids of tenants; one with none is missing. */
export async function readActive(
  { db, versions }: { readonly db: Pick<Db, '$prepared' | 'labVersion'>; readonly versions: VersionShelf },
  tenants: readonly string[],
): Promise<ReadonlyMap<string, Active>> {
  const groups = await db.$prepared<Group>`
    SELECT "tenantId", "versionId", count(*)::int AS count FROM "Sandbox"
    WHERE "tenantId" = ANY(${tenants}::text[]) AND state = ANY(${ACTIVE_STATES}::text[]) GROUP BY 1, 2`
  const shelf = await versions(
    db,
    groups.map(({ versionId }) => versionId),
  )
  const all = new Map<string, Active>()
  for (const { tenantId, versionId, count: more } of groups) {
    const { count, size } = all.get(tenantId) ?? NONE_ACTIVE
    const version = shelf.get(versionId)
    const one = version ? sizeOf(version.spec) : NO_SIZE
    all.set(tenantId, { count: count + more, size: addSizes(size, one, more) })
  }
  return all
}
