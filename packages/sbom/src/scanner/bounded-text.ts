import type { Readable } from 'node:stream'

const MAX_BYTES = 16 * 1024 * 1024

/** All of an answer. Error: RangeError when it does not end in time. */
export async function boundedText(source: Readable): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of source as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > MAX_BYTES) throw new RangeError(`it answers with more than ${MAX_BYTES} bytes`)
    pieces.push(Buffer.from(piece))
  }
  return Buffer.concat(pieces).toString('utf8')
}
