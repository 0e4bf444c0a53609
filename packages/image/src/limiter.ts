/** Lets at most `slots` pieces of work run at once; the others wait in the order in which they came. */
export type Limiter = { run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> }

export function createLimiter(slots: number): Limiter {
  let free = slots
  const queue: (() => void)[] = []

  const acquire = async (signal: AbortSignal): Promise<void> => {
    if (free === 0) await new Promise<void>((resolve) => queue.push(resolve))
    else free -= 1
    if (!signal.aborted) return
    release()
    throw signal.reason
  }

  const release = (): void => {
    const next = queue.shift()
    // the slot goes from hand to hand, so that nobody who comes now can take it
    if (next) next()
    else free += 1
  }

  return {
    async run(signal, work) {
      await acquire(signal)
      try {
        return await work()
      } finally {
        release()
      }
    },
  }
}
