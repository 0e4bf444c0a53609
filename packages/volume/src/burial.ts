/** Removes what is buried, behind and many at once: what comes while one round is under way waits for the next. */
export type Burial = {
  bury(path: string): void
  /** Resolves when nothing is left to remove. */
  idle(): Promise<void>
}

const AT_ONCE = 64

export function createBurial(options: {
  readonly remove: (paths: readonly string[]) => Promise<void>
  /** what could not be removed stays where it lies, for the next start of the agent */
  readonly onError: (error: unknown) => void
}): Burial {
  const waiting: string[] = []
  let round: Promise<void> | undefined

  return {
    bury(path) {
      waiting.push(path)
      round ??= work().finally(() => {
        round = undefined
      })
    },
    idle: async () => round,
  }

  async function work(): Promise<void> {
    await Promise.resolve() // who buries several in a row has them removed together
    while (waiting.length > 0) await options.remove(waiting.splice(0, AT_ONCE)).catch(options.onError)
  }
}
