import { BerthError } from '@berth/core'

/** gitprotocol-common: four hex digits of length, which counts itself, and the content. */
const HEAD = 4
const MAX_LENGTH = 65_520
export const FLUSH = Buffer.from('0000')

export function pktLine(content: string | Uint8Array): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const length = bytes.length + HEAD
  if (length > MAX_LENGTH)
    throw new BerthError('input.invalid', `a line of ${bytes.length} bytes is too long for git`)
  return Buffer.concat([Buffer.from(length.toString(16).padStart(HEAD, '0')), bytes])
}

/** Reads lines off a stream of bytes, and hands over what follows them. */
export type PktReader = {
  /** The next line; null for a flush; undefined at the end of the stream. Error: input.invalid. */
  next(): Promise<Buffer | null | undefined>
  /** All that was not read as lines. */
  rest(): AsyncIterable<Uint8Array>
}

export function readPktLines(source: AsyncIterable<Uint8Array>): PktReader {
  const iterator = source[Symbol.asyncIterator]()
  let buffer = Buffer.alloc(0)
  const fill = async (length: number): Promise<boolean> => {
    while (buffer.length < length) {
      const { value, done } = await iterator.next()
      if (done) return false
      buffer = Buffer.concat([buffer, value])
    }
    return true
  }
  const take = (length: number) => {
    const taken = buffer.subarray(0, length)
    buffer = buffer.subarray(length)
    return taken
  }
  return {
    async next() {
      if (!(await fill(HEAD))) {
        if (buffer.length === 0) return undefined
        throw broken()
      }
      const text = buffer.subarray(0, HEAD).toString('latin1')
      const length = /^[0-9a-fA-F]{4}$/.test(text) ? Number.parseInt(text, 16) : Number.NaN
      if (length === 0) return take(HEAD) && null
      if (!(length >= HEAD && length <= MAX_LENGTH) || !(await fill(length))) throw broken()
      return take(length).subarray(HEAD)
    },
    async *rest() {
      if (buffer.length > 0) yield take(buffer.length)
      // the iterator is not closed when its reader stops early: over SSH the stream goes on
      for (let step = await iterator.next(); !step.done; step = await iterator.next()) yield step.value
    },
  }
}

function broken(): BerthError {
  return new BerthError('input.invalid', "this is not git's protocol: a line is broken")
}
