import { BerthError } from '@berth/core'

/** What one layer may be. Beyond it the answer is image.too_large, before the node is harmed. */
export type LayerLimits = {
  readonly entries: number
  /** unpacked, with the archive's own headers */
  readonly bytes: number
  /** all names and link targets together: they stay in memory while a layer is unpacked */
  readonly nameBytes: number
  /** unpacked bytes per packed one, judged once `ratioFrom` bytes were unpacked */
  readonly ratio: number
  readonly ratioFrom: number
}

const MIB = 1024 * 1024

export const DEFAULT_LAYER_LIMITS: LayerLimits = {
  entries: 1_000_000,
  bytes: 20 * 1024 * MIB,
  nameBytes: 128 * MIB,
  ratio: 200,
  ratioFrom: 64 * MIB,
}

/** Refuses a layer that is too large, or grows out of proportion: a bomb. Error: image.too_large. */
export function refuseTooLarge(
  limits: Pick<LayerLimits, 'bytes' | 'ratio' | 'ratioFrom'>,
  { packed, unpacked }: { readonly packed: number; readonly unpacked: number },
): void {
  const bomb = unpacked > limits.ratioFrom && unpacked > packed * limits.ratio
  if (!bomb && unpacked <= limits.bytes) return
  const why = bomb ? `more than ${limits.ratio} times what it was packed` : `more than ${limits.bytes} bytes`
  throw new BerthError('image.too_large', `a layer unpacks to ${why}: make it smaller`)
}

/** The kernel's: PATH_MAX counts the closing zero. */
export const PATH_BYTES_MAX = 4095
export const NAME_BYTES_MAX = 255

/** A container's user namespace has 65,536 ids, so nothing beyond can own a file in it. */
export const ID_MAX = 65_535
