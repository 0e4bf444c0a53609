import type { ByteRange } from './byte-range.ts'
import { S3_COPIES } from './s3-settings.ts'

/** A finished object with some of an upload's bytes; nobody writes to it again. */
export type Piece = { readonly key: string; readonly size: number }

export type PieceRange = { readonly key: string } & ByteRange

/** A part of the whole: copied on the server's side, or, where pieces are too short for that, read and sent. */
export type AssemblyPart =
  | { readonly kind: 'copy'; readonly from: PieceRange }
  | { readonly kind: 'gather'; readonly from: readonly PieceRange[] }

/** All parts but the last must have so many bytes, and there may be 10,000 of them. */
const MIN_PART = 5 * 1024 * 1024
const MAX_PARTS = 9000

/** The parts that make one object of many pieces. */
export function planAssembly(
  pieces: readonly Piece[],
  { minPart = MIN_PART, maxCopy = S3_COPIES.part }: { minPart?: number; maxCopy?: number } = {},
): readonly AssemblyPart[] {
  const total = pieces.reduce((sum, { size }) => sum + size, 0)
  const least = Math.max(minPart, Math.ceil(total / MAX_PARTS))
  const parts: AssemblyPart[] = []
  let gathering: PieceRange[] = []
  let gathered = 0
  for (const { key, size } of pieces) {
    let start = 0
    if (gathered > 0) {
      const taken = Math.min(least - gathered, size)
      gathering.push({ key, start, end: taken - 1 })
      gathered += taken
      start = taken
      if (gathered < least) continue
      parts.push({ kind: 'gather', from: gathering })
      gathering = []
      gathered = 0
    }
    const rest = size - start
    if (rest >= least) parts.push(...copies({ key, start, end: size - 1 }, maxCopy))
    else if (rest > 0) {
      gathering = [{ key, start, end: size - 1 }]
      gathered = rest
    }
  }
  if (gathered > 0) parts.push({ kind: 'gather', from: gathering })
  return parts
}

/** In shares of one length, so that none is too short. */
function copies({ key, start, end }: PieceRange, maxCopy: number): AssemblyPart[] {
  const size = end - start + 1
  const count = Math.ceil(size / maxCopy)
  const border = (i: number) => start + Math.floor((size * i) / count)
  return Array.from({ length: count }, (_, i) => ({
    kind: 'copy',
    from: { key, start: border(i), end: border(i + 1) - 1 },
  }))
}
