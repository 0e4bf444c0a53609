const BYTES = 256 * 1024
const MAX_KEPT = 16

export type BufferPair = readonly [Buffer, Buffer]

/** Buffers that are used again: making half a megabyte for each step of a pull costs more than the pull. */
export type BufferPairs = {
  take(): BufferPair
  /** Only when nobody writes from them any more. */
  give(pair: BufferPair): void
}

export function createBufferPairs(): BufferPairs {
  const kept: BufferPair[] = []
  return {
    take: () => kept.pop() ?? [Buffer.allocUnsafeSlow(BYTES), Buffer.allocUnsafeSlow(BYTES)],
    give: (pair) => {
      if (kept.length < MAX_KEPT) kept.push(pair)
    },
  }
}
