import { BerthError } from '@berth/core'
import type { ByteReader } from './byte-reader.ts'

/** Holds two blocks of the largest size: fewer and larger pieces cost fewer rounds through the thread pool. */
const PIECE = 256 * 1024

const MAGIC = 0xfd2fb528
const SKIPPABLE = 0x184d2a50
const RLE_BLOCK = 1

/**
 * The data of a zstd stream, cut where its frames end, without its skippable frames. Node's decompressor takes what
 * follows a frame within one piece for garbage; packers of `zstd:chunked` write a frame for each file, and a table
 * into a skippable one. Source: RFC 8878, section 3.1. Error: image.corrupt.
 */
export async function* zstdFrames(reader: ByteReader): AsyncGenerator<Buffer> {
  for (let start = await reader.peek(4); start.length > 0; start = await reader.peek(4)) {
    switch (kindOf(start)) {
      case 'data':
        yield* gathered(frame(reader))
        break
      case 'skippable':
        await skipFrame(reader)
        break
      case 'unknown':
        throw new BerthError(
          'image.corrupt',
          'a layer has something between its zstd frames: push the image again',
        )
    }
  }
}

async function skipFrame(reader: ByteReader): Promise<void> {
  const head = await reader.peek(8)
  const size = head.length === 8 ? head.readUInt32LE(4) : 0
  const skipped = reader.take(8 + size)
  while (!(await skipped.next()).done);
}

async function* frame(reader: ByteReader): AsyncGenerator<Buffer> {
  const descriptor = (await reader.peek(5))[4] ?? 0
  yield* reader.take(5 + headerRest(descriptor))
  for (let last = false; !last; ) {
    const head = await reader.peek(3)
    const block = head.length === 3 ? head.readUIntLE(0, 3) : 0
    last = (block & 1) === 1
    yield* reader.take(3 + (((block >> 1) & 3) === RLE_BLOCK ? 1 : block >>> 3))
  }
  const checksum = (descriptor & 0b100) !== 0
  if (checksum) yield* reader.take(4)
}

/** Bytes of a frame's header that follow its descriptor: window, dictionary, size of the content. */
function headerRest(descriptor: number): number {
  const single = (descriptor & 0b100000) !== 0
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0
  const contentSize = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  return (single ? 0 : 1) + dictionary + contentSize
}

/** Whether a stream begins with a frame of either kind; `start` are its first four bytes. */
export function isZstd(start: Buffer): boolean {
  return kindOf(start) !== 'unknown'
}

function kindOf(start: Buffer): 'data' | 'skippable' | 'unknown' {
  if (start.length < 4) return 'unknown'
  const magic = start.readUInt32LE()
  if (magic === MAGIC) return 'data'
  return (magic & ~0xf) >>> 0 === SKIPPABLE ? 'skippable' : 'unknown'
}

async function* gathered(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let size = 0
  for await (const piece of pieces) {
    held.push(piece)
    size += piece.length
    if (size < PIECE) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}
