import { buffer } from 'node:stream/consumers'
import { BerthError } from '@berth/core'
import { type AssemblyPart, type Piece, type PieceRange, planAssembly } from './assembly-plan.ts'
import type { Bucket, SentPart } from './bucket.ts'
import type { CopyLimits } from './s3-settings.ts'

/** Makes one object of all pieces at `key`, which is there whole or not at all. */
export async function assemble(
  bucket: Bucket,
  pieces: readonly Piece[],
  key: string,
  copies: CopyLimits,
): Promise<void> {
  const [first, ...others] = pieces
  if (first && others.length === 0 && first.size <= copies.object) return bucket.copy(first.key, key)
  const id = await bucket.beginParts(key)
  try {
    const sent: SentPart[] = []
    for (const part of planAssembly(pieces, { maxCopy: copies.part }))
      sent.push(await sendPart(bucket, { key, id }, sent.length + 1, part))
    await bucket.completeParts(key, id, sent)
  } catch (error) {
    await bucket.abortParts(key, id).catch(() => undefined) // the reaper finds what could not be aborted now
    throw error
  }
}

async function sendPart(
  bucket: Bucket,
  whole: { key: string; id: string },
  number: number,
  part: AssemblyPart,
): Promise<SentPart> {
  switch (part.kind) {
    case 'copy':
      return bucket.copyPart(whole, number, part.from)
    case 'gather': {
      const ranges: Buffer[] = []
      for (const range of part.from) ranges.push(await readRange(bucket, range))
      return bucket.putPart(whole.key, whole.id, number, Buffer.concat(ranges))
    }
  }
}

async function readRange(bucket: Bucket, { key, ...range }: PieceRange): Promise<Buffer> {
  const bytes = await buffer(await readPiece(bucket, { key }, range))
  if (bytes.length === range.end - range.start + 1) return bytes
  throw new BerthError('storage.unreachable', 'the storage for images gave too few bytes: try again')
}

/** Error: registry.blob_upload_unknown when it was cancelled meanwhile. */
export async function readPiece(
  bucket: Bucket,
  { key }: Pick<Piece, 'key'>,
  range?: { start: number; end: number },
): Promise<AsyncIterable<Uint8Array>> {
  const content = await bucket.read(key, range)
  if (content) return content
  throw new BerthError('registry.blob_upload_unknown', 'this upload was cancelled meanwhile')
}
