import { formatBytes } from '@berth/core'

export type Progress = {
  count(more: number): void
  /** hands on, and counts */
  through(archive: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
  end(): void
  readonly bytes: number
  readonly total: string
}

const EVERY_MS = 500

/** Says on a terminal how much went over, now and then; elsewhere nothing. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let bytes = 0
  let told = Date.now()
  const progress: Progress = {
    count(more) {
      bytes += more
      if (!stream.isTTY || Date.now() - told < EVERY_MS) return
      told = Date.now()
      stream.write(`\r${progress.total}\u001b[K`)
    },
    async *through(archive) {
      for await (const piece of archive) {
        progress.count(piece.length)
        yield piece
      }
    },
    end() {
      if (stream.isTTY) stream.write('\r\u001b[K')
    },
    get bytes() {
      return bytes
    },
    get total() {
      return formatBytes(bytes)
    },
  }
  return progress
}
