import type { FileHandle } from 'node:fs/promises'

const PIECE = 256 * 1024

/** Writes chunks behind each other in large pieces, one under way while the next is gathered. */
export function createPieceWriter(handle: FileHandle, start: number) {
  let at = start
  let gathered: Buffer[] = []
  let bytes = 0
  let whole = true
  let writing = Promise.resolve()

  const write = async (piece: readonly Buffer[], length: number, position: number): Promise<void> => {
    // a full disk is told by what needs the room; here nothing needs it
    const written = await handle.writev(piece, position).catch(() => undefined)
    if (written?.bytesWritten !== length) whole = false
  }
  const begin = () => {
    if (bytes > 0 && whole) writing = write(gathered, bytes, at)
    at += bytes
    gathered = []
    bytes = 0
  }

  return {
    add: async (chunk: Buffer): Promise<void> => {
      if (!whole) return
      gathered.push(chunk)
      bytes += chunk.length
      if (bytes < PIECE) return
      await writing
      begin()
    },
    /** Writes the rest. False when something is missing. */
    flush: async (): Promise<boolean> => {
      await writing
      begin()
      await writing
      return whole
    },
  }
}
