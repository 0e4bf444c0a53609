/** Things made ahead, so that who needs one does not wait for its making. */
export type ReadyPool = {
  /** One that is ready, else one that is made now. */
  take(): Promise<string>
  /** Resolves when nothing is being made. */
  idle(): Promise<void>
}

export function createReadyPool(options: {
  readonly size: number
  readonly ready: readonly string[]
  readonly make: () => Promise<string>
  readonly onError: (error: unknown) => void
}): ReadyPool {
  const { size, make, onError } = options
  const ready = [...options.ready]
  let filling: Promise<void> | undefined

  refill()
  return {
    async take() {
      const path = ready.shift() ?? (await make())
      refill()
      return path
    },
    async idle() {
      await filling
    },
  }

  /** A failure ends the round: the next take tries again. */
  function refill(): void {
    filling ??= fill()
      .catch(onError)
      .finally(() => {
        filling = undefined
      })
  }

  async function fill(): Promise<void> {
    while (ready.length < size) ready.push(await make())
  }
}
