import { BerthError } from '@berth/core'

/** Lets so many work at once, in all and for each tenant; more are told to come back, and wait nowhere. */
export function createTurns(most: { readonly all: number; readonly tenant: number }) {
  const running = new Map<string, number>()
  let all = 0
  return {
    /** Error: git.busy, when too many are at work. */
    async take<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
      const own = running.get(tenantId) ?? 0
      if (all >= most.all || own >= most.tenant)
        throw new BerthError('git.busy', 'other code is being fetched right now: try again in a moment')
      all += 1
      running.set(tenantId, own + 1)
      try {
        return await work()
      } finally {
        all -= 1
        const left = (running.get(tenantId) ?? 1) - 1
        if (left > 0) running.set(tenantId, left)
        else running.delete(tenantId)
      }
    },
  }
}
