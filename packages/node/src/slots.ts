/** So many at once; the rest wait in line, which `leave` takes them out of: then they reject with its reason. */
export type Slots = { run<T>(job: () => Promise<T>, leave?: AbortSignal): Promise<T> }

export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = []
  let free = count

  return {
    async run(job, leave) {
      if (free > 0) free--
      else await turn(leave)
      try {
        return await job()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else free++
      }
    },
  }

  function turn(leave: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        leave?.removeEventListener('abort', giveUp)
        resolve()
      }
      const giveUp = () => {
        waiting.splice(waiting.indexOf(go), 1)
        reject(leave?.reason)
      }
      waiting.push(go)
      leave?.addEventListener('abort', giveUp, { once: true })
    })
  }
}
