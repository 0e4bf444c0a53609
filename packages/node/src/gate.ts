/** Lets through while it is open. */
export type Gate = {
  pause(): void
  resume(): void
  /** Resolves when it is open. */
  open(): Promise<void>
}

export function createGate(): Gate {
  let waiting: (() => void)[] = []
  let paused = false
  return {
    pause() {
      paused = true
    },
    resume() {
      paused = false
      const all = waiting
      waiting = []
      for (const go of all) go()
    },
    async open() {
      if (paused) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}
