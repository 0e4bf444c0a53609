import { BerthError } from '@berth/core'
import type { Db, Tx } from '@berth/db'

/**
 * What a tenant has at most of what takes rows and hardly any bytes. Retention weighs each tag, pages count them, and a
 * thousand repositories is more than anybody reads through.
 */
const MOST = { repositories: 1000, tags: 50_000, manifests: 100_000 } as const

type Thing = keyof typeof MOST

/**
 * To be called after a new one was written, in its transaction. Those that others write at the same moment are not seen,
 * so there may be a few more. The platform's own (`tenantId` null) are not counted. Error: registry.quota_exceeded.
 */
export async function requireFewer(
  tx: Db | Tx,
  tenantId: string | null,
  thing: Thing,
  most: number = MOST[thing],
): Promise<void> {
  if (tenantId === null || (await count(tx, tenantId, thing)) <= most) return
  throw new BerthError(
    'registry.quota_exceeded',
    `a tenant has at most ${most} ${thing}: delete what is not needed, or let rules do it (berth images retention --help)`,
    { details: { resource: thing, limit: most } },
  )
}

function count(tx: Db | Tx, tenantId: string, thing: Thing): Promise<number> {
  switch (thing) {
    case 'repositories':
      return tx.repository.count({ where: { tenantId } })
    case 'tags':
      return tx.tag.count({ where: { repository: { tenantId } } })
    case 'manifests':
      return tx.manifest.count({ where: { repository: { tenantId } } })
  }
}
