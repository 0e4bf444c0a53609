import { Readable } from 'node:stream'
import type { BlobStore } from '@berth/blob'
import type { Db } from '@berth/db'
import { createBytesCache } from '../read/bytes-cache.ts'

const CACHE_BYTES = 16 * 1024 * 1024

/** Content that lies in its row. What is remembered never changes; who may have it is asked elsewhere, each time. */
export type SmallReader = {
  /** Undefined when it does not lie there. */
  read(digest: string): Promise<Uint8Array | undefined>
  /** What was just stored is what is pulled next. */
  remember(digest: string, bytes: Uint8Array): void
}

export function createSmallReader(db: Db): SmallReader {
  const cache = createBytesCache(CACHE_BYTES)
  return {
    read: async (digest) => {
      const known = cache.get(digest)
      if (known) return known
      const content = await readSmall(db, digest)
      if (content) cache.set(digest, content)
      return content
    },
    remember: (digest, bytes) => cache.set(digest, bytes),
  }
}

/** All of a blob, wherever it lies. Error: registry.blob_unknown. */
export async function openContent(
  { db, blobs }: { readonly db: Db; readonly blobs: BlobStore },
  digest: string,
): Promise<Readable> {
  const content = await readSmall(db, digest)
  return content ? Readable.from([content]) : blobs.read(digest)
}

async function readSmall(db: Db, digest: string): Promise<Uint8Array | undefined> {
  const [row] = await db.$prepared<{ content: Uint8Array }>`
    SELECT content FROM "Blob" WHERE digest = ${digest} AND content IS NOT NULL`
  return row?.content
}
