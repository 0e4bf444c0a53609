/** So many at once; the rest wait in line. */
export type Slots = { run<T>(job: () => Promise<T>): Promise<T> }

export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = []
  let free = count

  return {
    async run(job) {
      if (free > 0) free--
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await job()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else free++
      }
    },
  }
}
