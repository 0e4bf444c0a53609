import { BerthError } from '@berth/core'
import type { BlobStore } from '../blob-store.ts'
import { createHashMemory } from '../running-hash.ts'
import { openBucket } from './bucket.ts'
import { bucketBelow } from './bucket-below.ts'
import { readClaims } from './claims.ts'
import { listLeftovers, removeLeftCopy, removeUpload } from './leftovers.ts'
import { begunKey, blobKey, BLOBS, digestOfKey } from './s3-keys.ts'
import { createS3BlobWriter } from './s3-blob-writer.ts'
import type { S3Settings } from './s3-settings.ts'

/** Blobs in a bucket of S3 or of a server like it, which any number of processes may share. */
export function createS3BlobStore(settings: S3Settings): BlobStore {
  const bucket = bucketBelow(openBucket(settings), settings.prefix ?? '')
  const hashes = createHashMemory()
  return {
    stat: async (digest) => {
      const size = await bucket.size(blobKey(digest))
      return size === undefined ? undefined : { size }
    },
    read: async (digest, range) => {
      const content = await bucket.read(blobKey(digest), range)
      if (content) return content
      throw new BerthError('registry.blob_unknown', `there is no blob ${digest}`, { details: { digest } })
    },
    create: async (uploadId) => {
      await bucket.put(begunKey(uploadId), Buffer.alloc(0))
      return createS3BlobWriter({ bucket, hashes, uploadId, pieces: [] })
    },
    resume: async (uploadId) => {
      const pieces = await readClaims(bucket, uploadId)
      return pieces && createS3BlobWriter({ bucket, hashes, uploadId, pieces })
    },
    remove: async (digest, sure = async () => undefined) => {
      const key = blobKey(digest)
      await sure()
      await bucket.remove(key)
    },
    cancelUpload: async (uploadId) => {
      hashes.forget(uploadId)
      await removeUpload(bucket, uploadId)
      if (uploadId.startsWith('copy_')) await removeLeftCopy(bucket, uploadId)
    },
    uploads: () => listLeftovers(bucket),
    async *list() {
      for (const prefix of BLOBS)
        for await (const { key, size, at } of bucket.list(prefix)) {
          const digest = digestOfKey(key)
          if (digest !== undefined) yield { digest, size, storedAt: at }
        }
    },
  }
}
