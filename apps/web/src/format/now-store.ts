/** One clock for every relative time on the page: it ticks only while somebody reads it. */
export function createNowStore(everyMs: number) {
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const readers = new Set<() => void>()
  const tick = () => {
    now = Date.now()
    for (const reader of readers) reader()
  }
  return {
    read: () => now,
    subscribe: (reader: () => void) => {
      readers.add(reader)
      if (timer === undefined) {
        now = Date.now()
        timer = setInterval(tick, everyMs)
      }
      return () => {
        readers.delete(reader)
        if (readers.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
