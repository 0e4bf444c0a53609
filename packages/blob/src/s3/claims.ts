import { buffer } from 'node:stream/consumers'
import { BerthError } from '@berth/core'
import { z } from 'zod'
import type { Piece } from './assembly-plan.ts'
import type { Bucket, StoredObject } from './bucket.ts'
import { begunKey, claimKey, claimStart, uploadFolder } from './s3-keys.ts'

/** A claim says which pieces an upload has, all of them, so that the last one is enough. */
const claimSchema = z.array(z.object({ key: z.string(), size: z.number().int().positive() }))

/** The pieces of an upload in order; undefined when there is no such upload. */
export async function readClaims(bucket: Bucket, uploadId: string): Promise<readonly Piece[] | undefined> {
  const { begun, claims } = await look(bucket, uploadId)
  if (!begun) return undefined
  const last = claims.at(-1)
  if (!last) return []
  // of two at one offset, the one that was there first
  const rivals = claims.filter(({ start }) => start === last.start)
  const [winner = last] = rivals.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const content = await bucket.read(winner.key)
  return content && claimSchema.parse(JSON.parse((await buffer(content)).toString()))
}

/**
 * Adds to an upload what a writer wrote from `start` on: `pieces` are all that the upload has then. Not every server
 * can write on condition, so the claim is written first and looked at afterwards: of two writers at least one sees
 * the other, and who sees another gives up. Errors: registry.range_invalid, registry.blob_upload_unknown.
 */
export async function claim(
  bucket: Bucket,
  own: { uploadId: string; start: number; nonce: string; pieces: readonly Piece[] },
): Promise<void> {
  const key = claimKey(own.uploadId, own.start, own.nonce)
  await bucket.put(key, Buffer.from(JSON.stringify(own.pieces)))
  const { begun, claims } = await look(bucket, own.uploadId)
  if (begun && !claims.some((other) => other.key !== key && other.start >= own.start)) return
  await bucket.remove(key)
  throw begun
    ? new BerthError(
        'registry.range_invalid',
        `another request wrote to this upload at ${own.start} meanwhile`,
      )
    : new BerthError('registry.blob_upload_unknown', 'this upload was cancelled meanwhile')
}

async function look(bucket: Bucket, uploadId: string) {
  const claims: (StoredObject & { start: number })[] = []
  let begun = false
  for await (const object of bucket.list(uploadFolder(uploadId))) {
    begun ||= object.key === begunKey(uploadId)
    const start = claimStart(object.key)
    if (start !== undefined) claims.push({ ...object, start })
  }
  return { begun, claims: claims.toSorted((a, b) => a.start - b.start) }
}
