import { BerthError } from './error.ts'

/**
 * Lets jobs run, so many of each key and so many in all. Keys that wait take turns, whoever has how many: those of one
 * key run in the order in which they came.
 */
export type Turns = {
  /** Error: quota.exceeded, or what `refuse` makes, when as many of its key wait already as may. */
  run<T>(key: string, job: () => Promise<T>): Promise<T>
}

/** `each`: of one key at a time, 1 if left out; `waiting`: of one key, without end if left out. */
export function createTurns(most: {
  readonly all: number
  readonly each?: number
  readonly waiting?: number
  readonly refuse?: () => BerthError
}): Turns {
  const { all, each = 1, waiting: queue = Number.POSITIVE_INFINITY, refuse = () => tooMany(each) } = most
  const running = new Map<string, number>()
  const waiting: { readonly key: string; readonly go: () => void }[] = []
  /** of keys that run or wait: which was begun how late */
  const begun = new Map<string, number>()
  let [total, count] = [0, 0]

  return {
    async run(key, job) {
      if (waiting.filter((one) => one.key === key).length >= queue) throw refuse()
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

  /** Of the keys that may the one begun longest ago: who waits for others of the same key holds nobody else up. */
  function next(): void {
    if (total >= all) return
    const may = waiting.filter(({ key }) => (running.get(key) ?? 0) < each)
    const last = ({ key }: { readonly key: string }) => begun.get(key) ?? 0
    const turn = may.reduce<(typeof may)[number] | undefined>(
      (best, one) => (best === undefined || last(one) < last(best) ? one : best),
      undefined,
    )
    if (!turn) return
    waiting.splice(waiting.indexOf(turn), 1)
    begun.set(turn.key, ++count)
    running.set(turn.key, (running.get(turn.key) ?? 0) + 1)
    total += 1
    turn.go()
    next()
  }

  function leave(key: string): void {
    total -= 1
    const rest = (running.get(key) ?? 1) - 1
    if (rest > 0) return void running.set(key, rest)
    running.delete(key)
    if (!waiting.some((one) => one.key === key)) begun.delete(key)
  }
}

function tooMany(each: number): BerthError {
  return new BerthError(
    'quota.exceeded',
    `${each} of these run for your tenant already, and as many as may wait do: try again in a minute`,
  )
}
