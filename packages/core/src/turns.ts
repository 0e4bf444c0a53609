import { BerthError } from './error.ts'

/** Lets jobs run, so many of each key and so many in all, in the order in which they came. */
export type Turns = {
  /** Error: quota.exceeded, when as many of its key wait already as may. */
  run<T>(key: string, job: () => Promise<T>): Promise<T>
}

/** `each`: of one key at a time, 1 if left out; `waiting`: of one key, without end if left out. */
export function createTurns(most: {
  readonly all: number
  readonly each?: number
  readonly waiting?: number
}): Turns {
  const { all, each = 1, waiting: queue = Number.POSITIVE_INFINITY } = most
  const running = new Map<string, number>()
  const waiting: { readonly key: string; readonly go: () => void }[] = []
  let total = 0

  return {
    async run(key, job) {
      if (waiting.filter((one) => one.key === key).length >= queue) throw tooMany(each)
      await new Promise<void>((go) => {
        waiting.push({ key, go })
        next()
      })
      try {
        return await job()
      } finally {
        leave(key)
        next()
      }
    },
  }

  /** The first who may: who waits for others of the same key holds nobody else up. */
  function next(): void {
    const may = ({ key }: { readonly key: string }) => (running.get(key) ?? 0) < each
    const index = total < all ? waiting.findIndex(may) : -1
    const [turn] = index < 0 ? [] : waiting.splice(index, 1)
    if (!turn) return
    running.set(turn.key, (running.get(turn.key) ?? 0) + 1)
    total += 1
    turn.go()
    next()
  }

  function leave(key: string): void {
    total -= 1
    const rest = (running.get(key) ?? 1) - 1
    if (rest > 0) running.set(key, rest)
    else running.delete(key)
  }
}

function tooMany(each: number): BerthError {
  return new BerthError(
    'quota.exceeded',
    `${each} of these run for your tenant already, and as many as may wait do: try again in a minute`,
  )
}
