import { refuseTooMany, wrongMap } from './sparse-map.ts'

/** Reads the map that stands before the data of a sparse file (pax format 1.0): a count and its pairs, a number a line. */
export type SparseText = {
  /** the next block; true when the map is whole, and what is left of the block is padding */
  push(block: Buffer): boolean
  /** pairs of offset and size */
  numbers(): readonly number[]
}

const DIGITS_MAX = 15

export function createSparseText(): SparseText {
  const found: number[] = []
  let begun = ''

  const isWhole = () => found[0] !== undefined && found.length === 1 + found[0] * 2

  return {
    push(block) {
      for (const byte of block) {
        if (byte === 0x0a) {
          if (begun === '') throw wrongMap()
          found.push(Number(begun))
          begun = ''
          refuseTooMany(found[0] ?? 0)
          if (isWhole()) return true
        } else {
          if (byte < 0x30 || byte > 0x39 || begun.length === DIGITS_MAX) throw wrongMap()
          begun += String.fromCharCode(byte)
        }
      }
      return false
    },
    numbers: () => found.slice(1),
  }
}
