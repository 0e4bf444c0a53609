/** Lets one job of each key run at a time, and so many in all, in the order in which they came. */
export type Turns = { run<T>(key: string, job: () => Promise<T>): Promise<T> }

export function createTurns(most: number): Turns {
  const running = new Set<string>()
  const waiting: { readonly key: string; readonly go: () => void }[] = []

  /** The first who may: who waits for another of the same key holds nobody else up. */
  const next = () => {
    const index = running.size < most ? waiting.findIndex(({ key }) => !running.has(key)) : -1
    const [turn] = index < 0 ? [] : waiting.splice(index, 1)
    if (!turn) return
    running.add(turn.key)
    turn.go()
    next()
  }

  return {
    async run(key, job) {
      await new Promise<void>((go) => {
        waiting.push({ key, go })
        next()
      })
      try {
        return await job()
      } finally {
        running.delete(key)
        next()
      }
    },
  }
}
