/** Something that may be done once in so many milliseconds for each key. */
export type Pace = { isDue(key: string): boolean }

/** Of keys that were not seen for that long nothing is remembered. `now` is a clock in milliseconds. */
export function createPace(ms: number, now: () => number = () => performance.now()): Pace {
  const last = new Map<string, number>()

  return {
    isDue(key) {
      const at = now()
      for (const [other, when] of last) if (at - when >= ms) last.delete(other)
      if (last.has(key)) return false
      last.set(key, at)
      return true
    },
  }
}
