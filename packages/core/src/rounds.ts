/** Work in rounds, one at a time: soon after each wake, and at the latest after a while. */
export type Rounds = {
  /** Something changed. What comes during a round is one more after it. */
  wake(): void
  /** Resolves when the round that is under way has ended; no other begins. */
  close(): Promise<void>
}

/** The first round begins at once. One that fails is told, and the next begins when it would have. */
export function startRounds(options: {
  readonly round: () => Promise<void>
  readonly everyMs: number
  /** before a round that was asked for, where wakes come in herds; 0 if left out */
  readonly restMs?: number
  readonly onError: (error: unknown) => void
}): Rounds {
  const { round, everyMs, restMs = 0, onError } = options
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> | undefined
  let isAsked = false
  let closed = false

  schedule(0)
  return {
    wake() {
      if (isAsked) return
      isAsked = true
      if (!current) schedule(restMs)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await current
    },
  }

  function schedule(ms: number): void {
    clearTimeout(timer)
    if (!closed) timer = setTimeout(begin, ms)
  }

  function begin(): void {
    isAsked = false
    current = round()
      .catch(onError)
      .finally(() => {
        current = undefined
        schedule(isAsked ? restMs : everyMs)
      })
  }
}
