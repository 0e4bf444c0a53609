import { BerthError } from '@berth/core'

type Sizes = {
  /** what the volume might hold */
  readonly limitBytes: number
  /** unpacked */
  readonly bytes: number
  /** packed */
  readonly storedBytes: number
}

/** An archive of more than that no volume takes back; a node that never ends is cut off. */
export const AROUND = 4
const BESIDE = 16 * 1024 ** 2
/** No volume is larger. */
const MOST = 1024 ** 5
/** What cannot be packed grows by less than that. */
const PACKING = 1.01

/** Pure. The most that an archive of a volume has. */
export function mostOf(limitBytes: number): number {
  return limitBytes * AROUND + BESIDE
}

/** Pure. False for what no backup of a volume can have: a manifest says what whoever wrote it wants. */
export function arePossible({ limitBytes, bytes, storedBytes }: Sizes): boolean {
  if (limitBytes > MOST || bytes > mostOf(limitBytes)) return false
  return storedBytes <= bytes * PACKING + BESIDE
}

/** Error: backup.damaged. */
export function refuseImpossible(sizes: Sizes): void {
  if (arePossible(sizes)) return
  throw new BerthError(
    'backup.damaged',
    'the backup says sizes that no volume can have: it is not brought back',
  )
}
