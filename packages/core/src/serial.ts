/** Runs what is given for one key after the other, in the order given; different keys run beside each other. */
export type Serial = {
  run<T>(key: string, job: () => Promise<T>): Promise<T>
  /** Resolves when nothing that was given so far runs any more; what it threw was its caller's. */
  idle(): Promise<void>
}

export function createSerial(): Serial {
  const tails = new Map<string, Promise<unknown>>()

  return {
    run(key, job) {
      const before = tails.get(key) ?? Promise.resolve()
      const result = before.then(job)
      const tail = result.then(
        () => forget(),
        () => forget(), // the caller has the error: the next job must run all the same
      )
      tails.set(key, tail)
      return result

      function forget(): void {
        if (tails.get(key) === tail) tails.delete(key)
      }
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values())
    },
  }
}
