import { Readable } from 'node:stream'

const MIB = 1024 ** 2
/** A page of a list, of a thousand keys as long as keys may be, is the longest answer that is no object. */
const MOST_BYTES = 4 * MIB
const WHY = `it answers with more than ${MOST_BYTES / MIB} MiB`

/** Of a server that is no S3, or means harm. */
export class LongAnswer extends Error {
  override readonly name = 'LongAnswer'
  /** the SDK adds to the message */
  readonly why = WHY
}

/** Takes an answer that is no object into memory; one that is longer is cut off with its connection. Error: LongAnswer. */
export async function boundedAnswer(answer: unknown): Promise<Uint8Array> {
  if (!(answer instanceof Readable)) throw new TypeError('an answer of S3 is a stream of Node')
  const chunks: Uint8Array[] = []
  let size = 0
  // leaving the loop destroys the stream
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > MOST_BYTES) throw new LongAnswer(WHY)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
