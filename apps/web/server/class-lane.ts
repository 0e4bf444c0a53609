/** One may wait for its node while the other is worked on: more of them are no faster, and fill the database. */
const AT_ONCE = 2
/** What takes longer waits for a node: it goes on, and gives its place to the next. */
const HELD_MS = 500
/** Of what goes on in a row, where somebody waits to begin. */
const IN_A_ROW = 4

/**
 * The lane of who clicks all at once: a few of them at a time, so that nobody's queries stand behind those of a class of
 * two hundred.
 */
export type ClassLane = {
  /**
   * One of each key at a time, keys in turn, so that none keeps the others waiting. What goes on with something that was
   * begun comes before what begins.
   */
  run<T>(key: string, what: 'begins' | 'goes-on', work: () => Promise<T>): Promise<T>
}

export function createClassLane({ heldMs = HELD_MS, atOnce = AT_ONCE } = {}): ClassLane {
  const busy = new Set<string>()
  const lines = { 'goes-on': createLine(busy), begins: createLine(busy) }
  let inARow = 0
  let atWork = 0

  return {
    async run(key, what, work) {
      await new Promise<void>((go) => {
        lines[what].join(key, go)
        next()
      })
      const leave = within(heldMs, () => {
        atWork--
        busy.delete(key)
      })
      return work().finally(leave)
    },
  }

  function next(): void {
    while (atWork < atOnce) {
      const turn = take()
      if (!turn) return
      busy.add(turn.key)
      atWork++
      turn.go()
    }
  }

  function take(): Turn | undefined {
    const first = inARow < IN_A_ROW ? lines['goes-on'].take() : undefined
    inARow = first ? inARow + 1 : 0
    return first ?? lines.begins.take() ?? lines['goes-on'].take()
  }

  /** Does it when it is called, or after so long, once. */
  function within(ms: number, job: () => void): () => void {
    let isDone = false
    const done = () => {
      clearTimeout(timer)
      if (isDone) return
      isDone = true
      job()
      next()
    }
    const timer = setTimeout(done, ms)
    return done
  }
}

type Turn = { readonly key: string; readonly go: () => void }

/** Keys in turn; those that are busy are passed over. */
function createLine(busy: ReadonlySet<string>) {
  const waiting = new Map<string, (() => void)[]>()
  return {
    join(key: string, go: () => void): void {
      const own = waiting.get(key)
      if (own) own.push(go)
      else waiting.set(key, [go])
    },
    take(): Turn | undefined {
      for (const [key, own] of waiting) {
        if (busy.has(key)) continue
        const go = own.shift()
        waiting.delete(key)
        if (own.length > 0) waiting.set(key, own) // behind the others
        if (go) return { key, go }
      }
      return undefined
    },
  }
}
