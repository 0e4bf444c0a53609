import type { Clock } from '@berth/core'

const MAX_ENTRIES = 10_000

export type ShortCache<T> = {
  get(key: string, load: () => Promise<T>): Promise<T>
  forget(key: string): void
  clear(): void
}

/** Believes an answer for a moment, and asks once for many who ask at the same time. A failure is not kept. */
export function createShortCache<T>(options: { ttlMs: number; clock: Clock }): ShortCache<T> {
  const entries = new Map<string, { readonly until: number; readonly value: Promise<T> }>()
  return {
    get: (key, load) => {
      const now = options.clock.now().getTime()
      const known = entries.get(key)
      if (known !== undefined && known.until > now) return known.value
      if (entries.size >= MAX_ENTRIES) entries.clear()
      const value = load()
      entries.set(key, { until: now + options.ttlMs, value })
      value.catch(() => entries.delete(key))
      return value
    },
    forget: (key) => void entries.delete(key),
    clear: () => entries.clear(),
  }
}
