import { BerthError } from '@berth/core'

/** An author types on while what they wrote before is read. */
const MOST_WAITING = 4

type Task = () => Promise<void>

/** One task at a time, tenants in turn. */
export type Turns = {
  /** Error: lab.reading_too_much, when a tenant has too many that wait. */
  take<T>(tenantId: string, work: () => Promise<T>): Promise<T>
}

export function createTurns(): Turns {
  /** in the order in which it is their turn */
  const waiting = new Map<string, Task[]>()
  let busy = false

  return {
    take<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
      const own = waiting.get(tenantId) ?? []
      if (own.length >= MOST_WAITING) return Promise.reject(tooMuch())
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      waiting.set(tenantId, own)
      own.push(() => work().then(resolve, reject))
      void next()
      return promise
    },
  }

  async function next(): Promise<void> {
    if (busy) return
    busy = true
    for (let task = takeFirst(); task; task = takeFirst()) await task()
    busy = false
  }

  /** Whose turn it was comes last. */
  function takeFirst(): Task | undefined {
    const [first] = waiting
    if (first === undefined) return undefined
    const [tenantId, tasks] = first
    waiting.delete(tenantId)
    const task = tasks.shift()
    if (tasks.length > 0) waiting.set(tenantId, tasks)
    return task
  }
}

function tooMuch(): BerthError {
  return new BerthError('lab.reading_too_much', 'labs of this tenant are being read already: wait a moment')
}
