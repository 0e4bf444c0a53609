/** Values one after the other, little-endian, in as few pieces as it takes: a piece is a turn of the stream each. */
export type FrameWriter = {
  u8(value: number): void
  u32(value: number): void
  /** a safe integer */
  i64(value: number): void
  /** a byte string and a zero byte */
  text(value: string): void
  /** Many of them are not copied, and must not change before they are sent. */
  bytes(value: Uint8Array): void
  /** What was written, in order. */
  take(): readonly Uint8Array[]
}

const PIECE = 64 * 1024
/** Below it a copy costs less than a piece of its own. */
const COPIED_MAX = 16 * 1024

const TWO_TO_32 = 2 ** 32

export function textSize(value: string): number {
  return value.length + 1
}

export function createFrameWriter(): FrameWriter {
  const pieces: Uint8Array[] = []
  let piece = Buffer.alloc(0)
  let from = 0
  let at = 0

  const flush = (): void => {
    if (at > from) pieces.push(piece.subarray(from, at))
    from = at
  }

  /** Where the next `size` bytes go. */
  const reserve = (size: number): number => {
    if (at + size > piece.length) {
      flush()
      piece = Buffer.allocUnsafe(Math.max(PIECE, size))
      from = 0
      at = 0
    }
    at += size
    return at - size
  }

  return {
    u8(value) {
      const start = reserve(1)
      piece.writeUInt8(value, start)
    },
    u32(value) {
      const start = reserve(4)
      piece.writeUInt32LE(value, start)
    },
    i64(value) {
      const start = reserve(8)
      const high = Math.floor(value / TWO_TO_32)
      piece.writeUInt32LE(value - high * TWO_TO_32, start)
      piece.writeInt32LE(high, start + 4)
    },
    text(value) {
      const start = reserve(textSize(value))
      piece.write(value, start, 'latin1')
      piece[start + value.length] = 0
    },
    bytes(value) {
      if (value.length <= COPIED_MAX) {
        const start = reserve(value.length)
        piece.set(value, start)
        return
      }
      flush()
      pieces.push(value)
    },
    take() {
      flush()
      return pieces
    },
  }
}
