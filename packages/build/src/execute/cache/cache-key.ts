import { createHash } from 'node:crypto'

/** Joins what a key depends on, so that no two lists of parts give the same one. Pure. */
export function cacheKey(...parts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest('hex')
}
