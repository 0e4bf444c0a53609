import type { LayerEntry } from './layer-entry.ts'
import { BLOCK, paddingBytes, tarHeaderBytes } from './tar-bytes.ts'

/** What an archive ends with. */
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK)

/** The header of one member: ustar, after a pax header when a name is long or not ASCII. */
export function encodeTarHeader(entry: LayerEntry): Buffer {
  return Buffer.from(tarHeaderBytes(entry).buffer)
}

/** What follows `size` bytes of data, so that the next header begins on a block. */
export function tarPadding(size: number): Buffer {
  return Buffer.from(paddingBytes(size).buffer)
}
