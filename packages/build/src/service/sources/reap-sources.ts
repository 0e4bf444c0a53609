import type { BlobStore } from '@berth/blob'
import type { Db } from '@berth/db'

/** Between its arrival and the build that needs it a source is left alone for so long. */
const GRACE_MS = 60 * 60_000

/** Removes sources that no build needs, then content of the store that no row names. */
export async function reapSources(
  { db, store }: { readonly db: Db; readonly store: BlobStore },
  now: Date,
): Promise<void> {
  const before = new Date(now.getTime() - GRACE_MS)
  await db.source.deleteMany({ where: { builds: { none: {} }, createdAt: { lt: before } } })
  for await (const { digest, storedAt } of store.list()) {
    if (storedAt < before && !(await isNamed(db, digest))) await remove(db, store, digest)
  }
  for (const { uploadId, touchedAt } of await store.uploads()) {
    if (touchedAt < before) await store.cancelUpload(uploadId)
  }
}

/** Looks again when it is out of the way: the same may have been sent meanwhile. */
async function remove(db: Db, store: BlobStore, digest: string): Promise<void> {
  const aside = await store.setAside(digest)
  const named = await isNamed(db, digest).catch(async (error: unknown) => {
    await aside.undo()
    throw error
  })
  await (named ? aside.undo() : aside.finish())
}

/** By a source, or as a pack of an app's repository. */
async function isNamed(db: Db, digest: string): Promise<boolean> {
  const [sources, packs] = await Promise.all([
    db.source.count({ where: { digest } }),
    db.gitPack.count({ where: { digest } }),
  ])
  return sources + packs > 0
}
