import type { BlobStore, SetAside } from '@berth/blob'
import type { Db } from '@berth/db'

const BATCH = 500
/** A removal may be slow, and holds one row meanwhile. */
const REMOVAL = { maxWait: 10_000, timeout: 60_000 } as const

type Deps = { readonly db: Db; readonly blobs: BlobStore }

/** What became of one blob: links that went, and its bytes when its content went too. */
export type CollectedBlob = { readonly digest: string; readonly links: number; readonly freed: bigint | null }
export type FailedBlob = { readonly digest: string; readonly error: unknown }

/**
 * Takes away links that no manifest of their repository needs, and then content that nobody links, where the lease
 * ended before `before`. Yields after each blob; a removal that failed is yielded too, and freed nothing.
 */
export async function* collectBlobs(deps: Deps, before: Date): AsyncGenerator<CollectedBlob | FailedBlob> {
  for await (const digest of idleBlobs(deps.db, before)) {
    try {
      const links = await dropLinks(deps.db, digest, before)
      yield { digest, links, freed: await removeContent(deps, digest, before) }
    } catch (error) {
      yield { digest, error }
    }
  }
}

async function* idleBlobs(db: Db, before: Date): AsyncGenerator<string> {
  let last = ''
  for (;;) {
    const rows = await db.$queryRaw<{ digest: string }[]>`
      SELECT b.digest FROM "Blob" b
      WHERE b.digest > ${last} AND b."leasedAt" < ${before} AND (
        NOT EXISTS (SELECT 1 FROM "RepositoryBlob" l WHERE l.digest = b.digest)
        OR EXISTS (
          SELECT 1 FROM "RepositoryBlob" l WHERE l.digest = b.digest AND NOT EXISTS (
            SELECT 1 FROM "Manifest" m
            WHERE m."repositoryId" = l."repositoryId" AND m."references" @> ARRAY[l.digest])))
      ORDER BY b.digest LIMIT ${BATCH}`
    for (const { digest } of rows) yield digest
    const end = rows.at(-1)
    if (!end || rows.length < BATCH) return
    last = end.digest
  }
}

/** Committed before content is touched: content without a link is seen by nobody, a link without content would lie. */
function dropLinks(db: Db, digest: string, before: Date): Promise<number> {
  return db.$transaction(async (tx) => {
    const blob = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "Blob" WHERE digest = ${digest} AND "leasedAt" < ${before} FOR UPDATE SKIP LOCKED`
    if (blob.length === 0) return 0
    // waits for manifests that are being written and rely on a link; the next statement sees them
    await tx.$queryRaw`SELECT 1 FROM "RepositoryBlob" WHERE digest = ${digest} ORDER BY "repositoryId" FOR UPDATE`
    return tx.$executeRaw`
      DELETE FROM "RepositoryBlob" l WHERE l.digest = ${digest} AND NOT EXISTS (
        SELECT 1 FROM "Manifest" m
        WHERE m."repositoryId" = l."repositoryId" AND m."references" @> ARRAY[l.digest])`
  })
}

/**
 * Content goes for good when the end of its row was committed: a lock that was lost takes nothing away, and a removal
 * that is late nothing of what was pushed since. Null: it is linked or leased again.
 */
async function removeContent(deps: Deps, digest: string, before: Date): Promise<bigint | null> {
  const taken = await takeRow(deps, digest, before)
  if (!taken) return null
  await taken.aside.finish()
  return taken.freed
}

/** While the row is locked nobody can announce the same content. */
async function takeRow({ db, blobs }: Deps, digest: string, before: Date) {
  const begun: { aside?: SetAside } = {}
  try {
    return await db.$transaction(async (tx) => {
      const [blob] = await tx.$queryRaw<{ size: bigint; small: boolean }[]>`
        SELECT size, content IS NOT NULL AS small FROM "Blob"
        WHERE digest = ${digest} AND "leasedAt" < ${before} FOR UPDATE SKIP LOCKED`
      if (!blob || (await tx.repositoryBlob.count({ where: { digest } })) > 0) return null
      const there = await blobs.stat(digest)
      begun.aside = await blobs.setAside(digest)
      await tx.blob.delete({ where: { digest }, select: { digest: true } })
      return { aside: begun.aside, freed: blob.small ? blob.size : BigInt(there?.size ?? 0) }
    }, REMOVAL)
  } catch (error) {
    await begun.aside?.undo()
    throw error
  }
}
