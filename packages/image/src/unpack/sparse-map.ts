import { BerthError } from '@berth/core'
import { tarNumber } from './tar-header.ts'

/** Where the data of a sparse file belongs, ascending, and how large the file is. */
export type SparseMap = {
  readonly segments: readonly { readonly offset: number; readonly size: number }[]
  readonly realSize: number
}

/** A file of so many pieces is an attack. */
const SEGMENTS_MAX = 100_000

/** Four pairs in GNU's own header, twenty-one in each block that follows. Source: GNU tar, "Extended Sparse Headers". */
const HEADER = { at: 386, pairs: 4, more: 482, realSize: 483 } as const
const BLOCK = { at: 0, pairs: 21, more: 504 } as const
const FIELD = 12

export type GnuSparse = { readonly numbers: readonly number[]; readonly more: boolean }

export function gnuSparseHeader(block: Buffer): GnuSparse & { readonly realSize: number } {
  return { ...pairsOf(block, HEADER), realSize: tarNumber(block, HEADER.realSize, FIELD) }
}

export function gnuSparseBlock(block: Buffer): GnuSparse {
  return pairsOf(block, BLOCK)
}

function pairsOf(block: Buffer, where: typeof HEADER | typeof BLOCK): GnuSparse {
  const numbers: number[] = []
  for (let i = 0; i < where.pairs * 2; i += 2) {
    const at = where.at + i * FIELD
    if (block[at] === 0) break // the rest is not used
    numbers.push(tarNumber(block, at, FIELD), tarNumber(block, at + FIELD, FIELD))
  }
  return { numbers, more: block[where.more] === 1 }
}

/**
 * Pairs of offset and size as a map. `stored` bytes of data are in the archive: they must be all that it speaks of.
 * Errors: image.corrupt, image.too_large.
 */
export function sparseMap(numbers: readonly number[], realSize: number, stored: number): SparseMap {
  refuseTooMany(numbers.length / 2)
  const segments: { offset: number; size: number }[] = []
  let end = 0
  let sum = 0
  for (let i = 0; i < numbers.length; i += 2) {
    const [offset = -1, size = -1] = [numbers[i], numbers[i + 1]]
    if (size < 0 || offset < end || !Number.isSafeInteger(offset + size)) throw wrongMap()
    end = offset + size
    sum += size
    if (size > 0) segments.push({ offset, size })
  }
  if (sum !== stored || end > realSize) throw wrongMap()
  return { segments, realSize }
}

export function refuseTooMany(segments: number): void {
  if (segments <= SEGMENTS_MAX) return
  throw new BerthError('image.too_large', `a layer has a sparse file of more than ${SEGMENTS_MAX} pieces`)
}

export function wrongMap(): BerthError {
  return new BerthError('image.corrupt', 'a layer has a sparse file whose map is wrong: push the image again')
}
