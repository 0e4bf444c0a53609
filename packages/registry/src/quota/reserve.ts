import type { Db } from '@berth/db'
import { uploadUnknown } from '../uploads.ts'
import { grant, quotaExceeded, roomIn } from './decide-usage.ts'
import { lockUsage, usageOfRepository } from './read-usage.ts'

/**
 * Holds room for an upload until it has `least` bytes, or up to `most` when there are as many, and returns how many
 * it may have then; Infinity where nothing limits it. Errors: registry.quota_exceeded, registry.blob_upload_unknown
 * when it was cancelled meanwhile: nobody would count its bytes.
 */
export async function reserve(
  db: Db,
  upload: { readonly id: string; readonly repositoryId: string },
  { least, most = least }: { least: number; most?: number },
): Promise<number> {
  return db.$transaction(async (tx) => {
    // the upload's row comes before the tenant's usage, as in everything that changes both
    const [row] = await tx.$queryRaw<{ reserved: bigint }[]>`
      SELECT reserved FROM "Upload" WHERE id = ${upload.id} FOR UPDATE`
    if (!row) throw uploadUnknown(upload.id)
    const found = await lockUsage(tx, upload.repositoryId)
    if (!found) return Infinity
    const has = Number(row.reserved)
    if (least <= has) return has
    const more = grant(found.usage, { least: least - has, most: most - has })
    if (more === undefined) {
      // what it holds itself is part of what it needs
      const others = { ...found.usage, reserved: found.usage.reserved - has }
      throw quotaExceeded(found.tenant, others, least)
    }
    await tx.upload.updateMany({ where: { id: upload.id }, data: { reserved: BigInt(has + more) } })
    return has + more
  })
}

/** Gives back what an upload holds beyond its bytes so far. */
export async function trimReservation(db: Db, uploadId: string, offset: number): Promise<void> {
  await db.upload.updateMany({
    where: { id: uploadId, reserved: { gt: BigInt(offset) } },
    data: { reserved: BigInt(offset) },
  })
}

/** Refuses what does not fit as it is now, and holds nothing. Error: registry.quota_exceeded. */
export async function requireRoom(db: Db, repositoryId: string, bytes: number): Promise<void> {
  const found = await usageOfRepository(db, repositoryId)
  if (found && roomIn(found.usage) < bytes) throw quotaExceeded(found.tenant, found.usage, bytes)
}
