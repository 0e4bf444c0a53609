import { BerthError } from '@berth/core'
import { gnuSparseHeader, wrongMap } from './sparse-map.ts'
import { paxNumber, paxText } from './tar-entry.ts'

/** How a sparse file tells of its holes, and where its map goes on. Source: GNU tar, "Storing Sparse Files". */
export type SparseStart =
  | { readonly kind: 'whole'; readonly numbers: readonly number[]; readonly realSize: number }
  | { readonly kind: 'blocks'; readonly numbers: readonly number[]; readonly realSize: number }
  | { readonly kind: 'text'; readonly realSize: number }

/** Undefined for a file without holes. Errors: image.corrupt, image.unsafe for a format that nobody writes. */
export function sparseStart(
  flag: string,
  block: Buffer,
  pax: ReadonlyMap<string, Buffer>,
): SparseStart | undefined {
  if (flag === 'S') {
    const { numbers, more, realSize } = gnuSparseHeader(block)
    return { kind: more ? 'blocks' : 'whole', numbers, realSize }
  }
  const map = paxText(pax, 'GNU.sparse.map')
  if (map !== undefined) {
    return { kind: 'whole', numbers: numbersOf(map), realSize: sizeOf(pax, 'GNU.sparse.size') }
  }
  const major = paxText(pax, 'GNU.sparse.major')
  if (major === undefined) return undefined
  if (major !== '1') {
    throw new BerthError('image.unsafe', `a layer has a sparse file of format ${JSON.stringify(major)}`)
  }
  return { kind: 'text', realSize: sizeOf(pax, 'GNU.sparse.realsize') }
}

/** `0,512,4096,512` */
function numbersOf(map: string): number[] {
  if (!/^\d{1,15}(?:,\d{1,15})*$/.test(map)) throw wrongMap()
  const numbers = map.split(',').map(Number)
  if (numbers.length % 2 === 1) throw wrongMap()
  return numbers
}

function sizeOf(pax: ReadonlyMap<string, Buffer>, key: string): number {
  const size = paxNumber(pax, key)
  if (size === undefined) throw wrongMap()
  return size
}
