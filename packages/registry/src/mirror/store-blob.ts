import { newId } from '@berth/core'
import { announceBlob, linkBlob } from '../blob-links.ts'
import type { MirrorDeps, Source } from './mirror-deps.ts'
import { recordForged } from './record-forged.ts'
import { asUpstreamFailure } from './upstream-failure.ts'

/** An upload that ended with its process is reaped when this is over. */
const ABANDONED_MS = 24 * 60 * 60_000

/** Keeps what comes from an upstream; nothing can be read of it before its digest was found right. */
export async function storeBlob(
  deps: MirrorDeps,
  source: Source,
  { digest, size, bytes }: { digest: string; size: number; bytes: AsyncIterable<Uint8Array> },
): Promise<void> {
  const { db, blobs, clock, counts } = deps
  const { repositoryId, upstream, client } = source
  const id = newId('upload')
  const now = clock.now()
  await db.upload.create({
    data: { id, repositoryId, createdAt: now, expiresAt: new Date(now.getTime() + ABANDONED_MS) },
  })
  try {
    const writer = await blobs.create(id)
    try {
      await writer.append(bytes)
      await announceBlob(db, { digest, size }, clock.now())
      await writer.commit({ digest, size })
    } catch (error) {
      await writer.cancel()
      throw error
    }
    await db.$transaction((tx) => linkBlob(tx, { repositoryId, digest, size, uploadId: id }, clock.now()))
  } catch (thrown) {
    const error = asUpstreamFailure(client.host, thrown)
    counts.failed(upstream.id, error)
    if (error.code === 'registry.digest_invalid') await recordForged(deps, source, digest, error)
    deps.log.warn({ err: error, repository: source.name.full, digest }, 'a blob of an upstream was not kept')
    throw error
  } finally {
    await db.upload.deleteMany({ where: { id } })
  }
}
