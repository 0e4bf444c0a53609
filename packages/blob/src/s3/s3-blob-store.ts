import { BerthError } from '@berth/core'
import type { BlobStore } from '../blob-store.ts'
import { createHashMemory } from '../running-hash.ts'
import { createBlobPlaces, type PlaceOf } from './blob-places.ts'
import { openBucket } from './bucket.ts'
import { bucketBelow } from './bucket-below.ts'
import { readClaims } from './claims.ts'
import { listLeftovers, removeLeftCopy, removeUpload } from './leftovers.ts'
import { begunKey, BLOBS, digestOfKey, placeOfKey } from './s3-keys.ts'
import { createS3BlobWriter } from './s3-blob-writer.ts'
import { S3_COPIES, type S3Settings } from './s3-settings.ts'

/**
 * Blobs in a bucket of S3 or of a server like it, which any number of processes may share. A bucket cannot move an object
 * aside: where content may be removed while others store the same, `placeOf` keeps the two apart.
 */
export function createS3BlobStore(settings: S3Settings, placeOf?: PlaceOf): BlobStore {
  const bucket = bucketBelow(openBucket(settings), settings.prefix ?? '')
  const hashes = createHashMemory()
  const places = createBlobPlaces(placeOf)
  const { copies = S3_COPIES } = settings
  return {
    stat: async (digest) => {
      for (const key of await places.all(digest)) {
        const size = await bucket.size(key)
        if (size !== undefined) return { size }
      }
      return undefined
    },
    read: async (digest, range) => {
      for await (const key of places.toRead(digest)) {
        const content = await bucket.read(key, range)
        if (content) return content
      }
      throw new BerthError('registry.blob_unknown', `there is no blob ${digest}`, { details: { digest } })
    },
    create: async (uploadId) => {
      await bucket.put(begunKey(uploadId), Buffer.alloc(0))
      return createS3BlobWriter({ bucket, places, hashes, uploadId, pieces: [], copies })
    },
    resume: async (uploadId) => {
      const pieces = await readClaims(bucket, uploadId)
      return pieces && createS3BlobWriter({ bucket, places, hashes, uploadId, pieces, copies })
    },
    // nothing happens before the row is gone; from then on nobody stores to these keys again
    setAside: async (digest) => {
      const keys = await places.all(digest)
      return {
        finish: async () => {
          for (const key of keys) await bucket.remove(key)
        },
        undo: async () => undefined,
      }
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
          if (digest === undefined) continue
          const name = placeOfKey(key)
          const place = name === undefined ? {} : { place: { name, remove: () => bucket.remove(key) } }
          yield { digest, size, storedAt: at, ...place }
        }
    },
  }
}
