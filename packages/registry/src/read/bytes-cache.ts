/** What an entry takes beside its bytes, about. */
const OVERHEAD = 200

/** What never changes under its key, up to so many bytes in all; what was not used for longest goes first. */
export function createBytesCache(maxBytes: number) {
  const kept = new Map<string, Uint8Array>()
  let total = 0
  return {
    get: (key: string): Uint8Array | undefined => {
      const bytes = kept.get(key)
      if (!bytes) return undefined
      kept.delete(key)
      kept.set(key, bytes)
      return bytes
    },
    set: (key: string, bytes: Uint8Array): void => {
      if (bytes.length > maxBytes / 8 || kept.has(key)) return
      // a copy: a small one may lie in a large buffer, and would keep all of it
      kept.set(key, new Uint8Array(bytes))
      total += OVERHEAD + bytes.length
      for (const [oldest, { length }] of kept) {
        if (total <= maxBytes) return
        kept.delete(oldest)
        total -= OVERHEAD + length
      }
    },
  }
}
