import { BerthError } from '@berth/core'

/** Reads a stream by sizes instead of by the pieces that it comes in. */
export type ByteReader = {
  /** The next `size` bytes, which stay; fewer when the stream ends before. */
  peek(size: number): Promise<Buffer>
  /** The next `size` bytes in pieces. Error: image.corrupt when the stream ends before. */
  take(size: number): AsyncGenerator<Buffer>
  /** What is left, as it comes. */
  rest(): AsyncGenerator<Buffer>
  /** Tells the source that nobody reads on. */
  close(): void
}

export function createByteReader(bytes: AsyncIterable<Buffer>): ByteReader {
  const source = bytes[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)

  const more = async (): Promise<boolean> => {
    const next = await source.next()
    if (next.done) return false
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value])
    return true
  }

  return {
    async peek(size) {
      let open = true
      while (open && held.length < size) open = await more()
      return held.subarray(0, size)
    },
    async *take(size) {
      for (let left = size; left > 0; ) {
        if (held.length === 0 && !(await more())) {
          throw new BerthError('image.corrupt', 'a layer ends before its data does: push the image again')
        }
        const part = held.subarray(0, left)
        held = held.subarray(part.length)
        left -= part.length
        yield part
      }
    },
    async *rest() {
      if (held.length > 0) yield held
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
    },
    close() {
      // not awaited: a source that waits for the network answers when that does, and its word is not needed
      source.return?.().catch(() => undefined)
    },
  }
}
