/** Names that work in progress relies on; a sweep leaves them alone. One name may be pinned several times. */
export type Pins = {
  hold<T>(names: readonly string[], work: () => Promise<T>): Promise<T>
  /** Runs `work` with a question: is, or was at any moment since it began, this name pinned? */
  watch<T>(work: (pinned: (name: string) => boolean) => Promise<T>): Promise<T>
}

export function createPins(): Pins {
  const counts = new Map<string, number>()
  const watchers = new Set<Set<string>>()

  const add = (name: string, step: 1 | -1) => {
    const count = (counts.get(name) ?? 0) + step
    if (count > 0) counts.set(name, count)
    else counts.delete(name)
  }

  return {
    async hold(names, work) {
      for (const name of names) {
        add(name, 1)
        for (const seen of watchers) seen.add(name)
      }
      try {
        return await work()
      } finally {
        for (const name of names) add(name, -1)
      }
    },
    async watch(work) {
      const seen = new Set(counts.keys())
      watchers.add(seen)
      try {
        return await work((name) => seen.has(name))
      } finally {
        watchers.delete(seen)
      }
    },
  }
}
