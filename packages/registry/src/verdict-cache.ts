import type { Clock } from '@berth/core'

const MAX_ENTRIES = 10_000

/** Believes an answer for a moment, so that the twenty requests of one push ask once. Failures are not kept. */
export function createVerdictCache<T>(options: { clock: Clock; ttlMs: number }) {
  const entries = new Map<string, { readonly until: number; readonly value: Promise<T> }>()
  return (key: string, load: () => Promise<T>): Promise<T> => {
    const now = options.clock.now().getTime()
    const known = entries.get(key)
    if (known && known.until > now) return known.value
    if (entries.size >= MAX_ENTRIES) entries.clear()
    const value = load()
    entries.set(key, { until: now + options.ttlMs, value })
    value.catch(() => entries.delete(key))
    return value
  }
}
