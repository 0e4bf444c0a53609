import { BerthError } from '@berth/core'

export type FetchTurns = {
  /** in all */
  readonly all: number
  /** of one tenant */
  readonly tenant: number
  /** with so many taken nobody gets a second one: the rest is for those who have none */
  readonly shared: number
  /** of one tenant that wait; more are refused at once */
  readonly waiting: number
  readonly waitMs: number
}

type Waiting = { readonly tenantId: string; readonly go: () => void }

/**
 * Lets so many work at once, in all and for each tenant. Who finds no place waits for one, in the order in which they
 * came, so that tenants whose servers are slow hold up themselves.
 */
export function createTurns(most: FetchTurns) {
  const running = new Map<string, number>()
  let queue: Waiting[] = []
  let all = 0

  return {
    /** Error: git.busy, when no place was free for so long. */
    async take<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
      await place(tenantId)
      try {
        return await work()
      } finally {
        leave(tenantId)
      }
    },
  }

  async function place(tenantId: string): Promise<void> {
    if (mayBegin(tenantId)) return begin(tenantId)
    const own = queue.filter((one) => one.tenantId === tenantId).length
    if (own >= most.waiting) throw busy(`${own} fetches of yours wait already`)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const entry = { tenantId, go: resolve }
    const late = setTimeout(() => {
      const ahead = queue.indexOf(entry)
      queue = queue.filter((one) => one !== entry)
      reject(busy(`it waited for ${most.waitMs / 1000} s, and ${ahead} others are before it`))
    }, most.waitMs)
    queue.push(entry)
    try {
      await promise
    } finally {
      clearTimeout(late)
    }
  }

  function mayBegin(tenantId: string): boolean {
    const own = running.get(tenantId) ?? 0
    return all < most.all && own < most.tenant && (own === 0 || all < most.shared)
  }

  function begin(tenantId: string): void {
    all += 1
    running.set(tenantId, (running.get(tenantId) ?? 0) + 1)
  }

  function leave(tenantId: string): void {
    all -= 1
    const left = (running.get(tenantId) ?? 1) - 1
    if (left > 0) running.set(tenantId, left)
    else running.delete(tenantId)
    const next = queue.find((one) => mayBegin(one.tenantId))
    if (!next) return
    queue = queue.filter((one) => one !== next)
    begin(next.tenantId)
    next.go()
  }
}

function busy(why: string): BerthError {
  return new BerthError('git.busy', `other code is being fetched right now: ${why}: try again in a moment`)
}
