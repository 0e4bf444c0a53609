import { createHash, randomUUID } from 'node:crypto'
import { parseDigest } from '@berth/oci'
import type { BlobWriter } from '../blob-store.ts'
import type { HashMemory } from '../running-hash.ts'
import { wrongDigest, wrongSize } from '../wrong-content.ts'
import { assemble, readPiece } from './assemble.ts'
import type { Piece } from './assembly-plan.ts'
import type { createBlobPlaces } from './blob-places.ts'
import type { Bucket } from './bucket.ts'
import { claim } from './claims.ts'
import { removeObjects, removeUpload } from './leftovers.ts'
import { pieceKey } from './s3-keys.ts'
import type { CopyLimits } from './s3-settings.ts'
import { sendObject } from './send-object.ts'
import { watched } from './watched.ts'

/**
 * Writes objects with names that nobody else knows. They become pieces of the upload, or the blob, when they are
 * whole: so the hash that was taken while writing is the hash of what is stored, whatever other requests do.
 */
export function createS3BlobWriter(upload: {
  readonly bucket: Bucket
  readonly places: Pick<ReturnType<typeof createBlobPlaces>, 'toWrite'>
  readonly hashes: HashMemory
  readonly uploadId: string
  readonly pieces: readonly Piece[]
  readonly copies: CopyLimits
}): BlobWriter {
  const { bucket, places, hashes, uploadId, copies } = upload
  const nonce = randomUUID()
  const base = sizeOf(upload.pieces)
  const pieces = [...upload.pieces]
  let sha256 = hashes.take(uploadId, base, upload.pieces.at(-1)?.key)
  /** the end of what was written, while it is short and not stored yet */
  let tail: Uint8Array = Buffer.alloc(0)

  const store = async () => {
    if (tail.length === 0) return
    const piece = { key: pieceKey(uploadId, randomUUID()), size: tail.length }
    await bucket.put(piece.key, tail)
    pieces.push(piece)
    tail = Buffer.alloc(0)
  }
  const offset = () => sizeOf(pieces) + tail.length
  const hexOf = async (algorithm: 'sha256' | 'sha512') => {
    if (algorithm === 'sha256' && sha256) return sha256.copy().digest('hex')
    const hash = createHash(algorithm)
    for (const piece of pieces) for await (const chunk of await readPiece(bucket, piece)) hash.update(chunk)
    return hash.update(tail).digest('hex')
  }

  return {
    get offset() {
      return offset()
    },
    append: async (source) => {
      await store()
      const running = sha256?.copy()
      const key = pieceKey(uploadId, randomUUID())
      const sent = await sendObject(
        bucket,
        key,
        watched(source, (chunk) => void running?.update(chunk)),
      )
      if (sent.kind === 'bytes') tail = sent.bytes
      else pieces.push({ key, size: sent.size })
      sha256 = running
      return offset()
    },
    commit: async (expected) => {
      const [{ algorithm }, size] = [parseDigest(expected.digest), offset()]
      if (expected.size !== undefined && expected.size !== size) throw wrongSize(expected.size, size)
      const actual = `${algorithm}:${await hexOf(algorithm)}`
      if (actual !== expected.digest) throw wrongDigest(expected.digest, actual)
      const key = await places.toWrite(expected.digest)
      if (pieces.length === 0) await bucket.put(key, tail)
      else {
        await store()
        await assemble(bucket, pieces, key, copies)
      }
      hashes.forget(uploadId)
      // the blob is in its place: what cannot be tidied up now, the reaper finds
      await removeObjects(bucket, uploadId).catch(() => undefined)
      return { size }
    },
    cancel: async () => {
      hashes.forget(uploadId)
      await removeUpload(bucket, uploadId)
    },
    suspend: async () => {
      if (offset() === base) return
      await store()
      try {
        await claim(bucket, { uploadId, start: base, nonce, pieces })
      } catch (error) {
        for (const { key } of pieces.slice(upload.pieces.length)) await bucket.remove(key)
        throw error
      }
      const mark = pieces.at(-1)?.key
      if (sha256) hashes.keep(uploadId, { offset: offset(), hash: sha256, ...(mark && { mark }) })
    },
  }
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { size }) => sum + size, 0)
}
