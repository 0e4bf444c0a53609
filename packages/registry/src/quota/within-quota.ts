import type { Db } from '@berth/db'
import { requireRoom, reserve } from './reserve.ts'

const MIB = 1024 * 1024

/** A whole blob of at most this size comes in one request and holds no room meanwhile: it is charged at its end. */
const SMALL = MIB

/** Room is held in steps of so many bytes while a body of unknown length comes in. */
const STEP = 16 * MIB

/** So often it is looked whether the upload is still there: what one that was cancelled held, others get. */
const LOOK = 32 * MIB

type Body = {
  readonly upload: { readonly id: string; readonly repositoryId: string }
  /** where it begins */
  readonly offset: number
  /** as the client promised; undefined: it did not say */
  readonly length: number | undefined
  /** the upload ends with it */
  readonly last: boolean
  readonly source: AsyncIterable<Uint8Array>
}

/**
 * A body that its tenant has room for. What is said to be too long is refused before its first byte, what turns out
 * to be so in the middle. Errors: registry.quota_exceeded, registry.blob_upload_unknown.
 */
export async function withinQuota(
  db: Db,
  { upload, offset, length, last, source }: Body,
): Promise<AsyncIterable<Uint8Array>> {
  if (last && offset === 0 && length !== undefined && length <= SMALL) {
    await requireRoom(db, upload.repositoryId, length)
    return source
  }
  const first = offset + (length ?? 0)
  const held = await reserve(db, upload, { least: first, most: length === undefined ? first + STEP : first })
  return inSteps(db, upload, { offset, held, source, step: length === undefined ? STEP : 0 })
}

async function* inSteps(
  db: Db,
  upload: Body['upload'],
  from: { offset: number; held: number; source: AsyncIterable<Uint8Array>; step: number },
): AsyncGenerator<Uint8Array> {
  let at = from.offset
  let room = Math.min(from.held, at + LOOK)
  for await (const chunk of from.source) {
    at += chunk.length
    if (at > room) room = Math.min(await reserve(db, upload, { least: at, most: at + from.step }), at + LOOK)
    yield chunk
  }
}
