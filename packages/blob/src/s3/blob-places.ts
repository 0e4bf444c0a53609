import { BerthError } from '@berth/core'
import { blobKey } from './s3-keys.ts'

/**
 * Under which name the content of a digest is kept now. It is another one each time that content comes back after a
 * removal, so that a removal which arrives late, from a process that everybody took for dead, finds nothing of what was
 * stored since. Letters and digits; null: nobody has announced that content, so nobody may store it.
 */
export type PlaceOf = (digest: string) => Promise<string | null>

/** Where a reader found content last is tried first; that it is not there any more is noticed. */
const MAX_REMEMBERED = 10_000

/** Keys of blobs. Without `placeOf`, and in buckets from before there were places, it is the digest's own key. */
export function createBlobPlaces(placeOf: PlaceOf | undefined) {
  const remembered = new Map<string, string>()
  const ask = async (digest: string) => {
    const place = (await placeOf?.(digest)) ?? null
    if (place === null) return undefined
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    const key = blobKey(digest, place)
    remembered.set(digest, key)
    return key
  }
  return {
    /** Error: registry.blob_upload_unknown when what was announced has gone meanwhile. */
    toWrite: async (digest: string): Promise<string> => {
      if (!placeOf) return blobKey(digest)
      const key = await ask(digest)
      if (key !== undefined) return key
      throw new BerthError('registry.blob_upload_unknown', `storing ${digest} took too long: push it again`)
    },
    /** Likeliest first. */
    async *toRead(digest: string): AsyncGenerator<string> {
      const known = remembered.get(digest)
      if (known !== undefined) yield known
      const now = await ask(digest)
      if (now !== undefined && now !== known) yield now
      yield blobKey(digest)
    },
    /** As it is at this moment. */
    all: async (digest: string): Promise<readonly string[]> => {
      const now = await ask(digest)
      return now === undefined ? [blobKey(digest)] : [now, blobKey(digest)]
    },
  }
}
