import type { BlobStore } from '@berth/blob'
import { type Clock, newId } from '@berth/core'
import { type Db, recordEvent, type Tx } from '@berth/db'
import type { Logger } from '@berth/log'
import type { BlobRecord } from './compare-stores.ts'

type Deps = { readonly db: Db; readonly blobs: BlobStore; readonly clock: Clock; readonly log: Logger }

/**
 * Notes that storage has lost content, unless it came back meanwhile: in its row, which makes clients push it again, in
 * the audit, and to the tenants whose images need it, once for each repository. `told`: of which that was said already.
 */
export async function noteMissing(
  { db, blobs, clock, log }: Deps,
  { digest, size }: BlobRecord,
  told: Set<string>,
): Promise<void> {
  const named = await db.$transaction(async (tx) => {
    // who pushes it stores it first and links it then, which waits for this and takes the note back
    await tx.$queryRaw`SELECT 1 FROM "Blob" WHERE digest = ${digest} FOR UPDATE`
    if ((await blobs.stat(digest))?.size === size) return []
    await tx.blob.updateMany({ where: { digest }, data: { missingAt: clock.now() } })
    const entry = { by: 'berth', action: 'image.content_missing', target: digest, outcome: 'allowed' }
    await tx.audit.create({ data: { id: newId('audit'), ...entry, data: { size } } })
    log.error({ digest, size }, 'content of images is missing in storage')
    const untold = (await needing(tx, digest)).filter(({ name }) => !told.has(name))
    for (const { tenantId, name } of untold)
      await recordEvent(tx, {
        tenantId,
        type: 'images.content_missing',
        message: `storage has lost content of images of ${name}: push them again`,
        by: null,
        data: { repository: name },
      })
    return untold
  })
  for (const { name } of named) told.add(name)
}

/** Repositories of tenants with an image that cannot be pulled without it. */
function needing(tx: Tx, digest: string): Promise<{ tenantId: string; name: string }[]> {
  return tx.$queryRaw`
    SELECT r."tenantId", r.name FROM "RepositoryBlob" l JOIN "Repository" r ON r.id = l."repositoryId"
    WHERE l.digest = ${digest} AND r."tenantId" IS NOT NULL AND EXISTS (
      SELECT 1 FROM "Manifest" m WHERE m."repositoryId" = r.id AND m."references" @> ARRAY[l.digest])
    ORDER BY r.name`
}
