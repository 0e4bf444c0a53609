import type { BlobStore } from '@berth/blob'
import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import { UPLOAD_TTL_MS } from './uploads.ts'

const BATCH = 100

/**
 * Removes uploads that nobody went on with, what is left of uploads that have no row any more, and repositories
 * that are empty and of which nobody has said anything. Returns how many uploads went. To be called every few minutes.
 */
export async function reapUploads(deps: { db: Db; blobs: BlobStore; clock: Clock }): Promise<number> {
  const expired = await reapExpired(deps)
  const orphans = await reapOrphans(deps)
  await reapEmptyRepositories(deps)
  return expired + orphans
}

type Deps = { readonly db: Db; readonly blobs: BlobStore; readonly clock: Clock }

async function reapExpired({ db, blobs, clock }: Deps): Promise<number> {
  const rows = await db.upload.findMany({
    where: { expiresAt: { lt: clock.now() } },
    select: { id: true },
    take: BATCH,
  })
  for (const { id } of rows) {
    await blobs.cancelUpload(id)
    await db.upload.deleteMany({ where: { id } })
  }
  return rows.length
}

/** The row is made before the content, so that content without a row has lost it; a day's grace all the same. */
async function reapOrphans({ db, blobs, clock }: Deps): Promise<number> {
  const old = (await blobs.uploads()).filter(
    ({ touchedAt }) => clock.now().getTime() - touchedAt.getTime() > UPLOAD_TTL_MS,
  )
  const ids = old.slice(0, BATCH).map(({ uploadId }) => uploadId)
  const rows = await db.upload.findMany({ where: { id: { in: ids } }, select: { id: true } })
  const known = new Set(rows.map(({ id }) => id))
  const orphans = ids.filter((id) => !known.has(id))
  for (const id of orphans) await blobs.cancelUpload(id)
  return orphans.length
}

async function reapEmptyRepositories({ db, clock }: Deps): Promise<void> {
  const empty = {
    createdAt: { lt: new Date(clock.now().getTime() - UPLOAD_TTL_MS) },
    ...{ manifests: { none: {} }, blobs: { none: {} }, uploads: { none: {} } },
    // what somebody has written of it, or opened to everybody, is theirs, with images or without
    ...{ description: '', readme: '', OR: [{ public: false }, { tenantId: null }] },
  }
  const rows = await db.repository.findMany({ where: empty, select: { id: true }, take: BATCH })
  for (const { id } of rows) {
    await db.$transaction(async (tx) => {
      // whoever puts something into it locks it too: it is looked at again when nobody can any more
      await tx.$queryRaw`SELECT 1 FROM "Repository" WHERE id = ${id} FOR UPDATE`
      await tx.repository.deleteMany({ where: { ...empty, id } })
    })
  }
}
