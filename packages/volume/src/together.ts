const GIB = 1024 ** 3
/** What others may write between two looks, and what the file system itself needs beside the content. */
const RESERVE = GIB
const SHARE = 0.05

/** Of the file system on which the sparse file lies, kept free of what containers write. */
export function reserveOf(hostBytes: number): number {
  return Math.min(RESERVE, Math.floor(hostBytes * SHARE))
}

/**
 * What all folders may hold together, in bytes, so that the host's disk does not run full under the sparse file; null
 * where the disk ends before that. Blocks that the file has and does not use are left out, to be on the safe side.
 */
export function limitTogether(facts: {
  readonly usedBytes: number
  /** of the disk itself */
  readonly freeBytes: number
  readonly hostFreeBytes: number
  readonly hostBytes: number
}): number | null {
  const room = Math.max(0, facts.hostFreeBytes - reserveOf(facts.hostBytes))
  return room >= facts.freeBytes ? null : facts.usedBytes + room
}
