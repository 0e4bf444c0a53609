import { BerthError } from '@berth/core'
import type { Prisma, Tx } from '@berth/db'

/** Pushes of one manifest at once, and its collection, can come between this often. */
const TRIES = 3

/**
 * Writes a manifest's row, whether it is there or not; true: it is new. The update comes first, because it waits for
 * whoever is deleting the row, where an insert that passes over conflicts does not.
 */
export async function saveManifest(tx: Tx, row: Prisma.ManifestUncheckedCreateInput): Promise<boolean> {
  const { repositoryId, digest } = row
  for (let tries = 0; tries < TRIES; tries++) {
    const updated = await tx.manifest.updateMany({ where: { repositoryId, digest }, data: row })
    if (updated.count > 0) return false
    const created = await tx.manifest.createMany({ data: [row], skipDuplicates: true })
    if (created.count > 0) return true
  }
  throw new BerthError('db.unavailable', `${digest} was written and deleted at the same time: push it again`)
}
