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
  /** at least, from the end of a round that took so long to the next one, where wakes come in herds; 0 if left out */
  readonly restMs?: number | ((tookMs: number) => number)
  readonly onError: (error: unknown) => void
}): Rounds {
  const { round, everyMs, restMs = 0, onError } = options
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> | undefined
  let isAsked = false
  let restsUntil = 0
  const restOf = typeof restMs === 'number' ? () => restMs : restMs
  let closed = false

  schedule(0)
  return {
    wake() {
      if (isAsked) return
      isAsked = true
      if (!current) schedule(restsUntil - Date.now())
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await current
    },
  }

  function schedule(ms: number): void {
    clearTimeout(timer)
    if (!closed) timer = setTimeout(begin, Math.max(0, ms))
  }

  function begin(): void {
    isAsked = false
    const since = Date.now()
    current = round()
      .catch(onError)
      .finally(() => {
        current = undefined
        const rest = restOf(Date.now() - since)
        restsUntil = Date.now() + rest
        schedule(isAsked ? rest : everyMs)
      })
  }
}
