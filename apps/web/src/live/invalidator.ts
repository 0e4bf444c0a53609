import type { Area } from './affected.ts'

/** Gathers what a burst of events changed and asks for each once, at most four times a second. */
export function createInvalidator(invalidate: (area: Area) => Promise<void>) {
  const waiting = new Set<Area>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    for (const area of waiting) void invalidate(area)
    waiting.clear()
  }
  return {
    add: (areas: readonly Area[]) => {
      for (const area of areas) waiting.add(area)
      timer ??= setTimeout(flush, 250)
    },
    stop: () => clearTimeout(timer),
  }
}
