import type { ObservedContainer } from '@berth/protocol'
import { inPages } from './in-pages.ts'

/** What control is to hear of containers: the newest of each, sent together, and again until it was acknowledged. */
export type Reports = {
  push(observed: ObservedContainer): void
  /** The stream is up: `send` resolves when control has acknowledged. */
  connect(send: (containers: readonly ObservedContainer[]) => Promise<void>): void
  disconnect(): void
}

const GATHER_MS = 20
/** Where control takes long to answer, more comes together meanwhile, and less often. */
const MOST_GATHER_MS = 100
/** That one starts is said when it takes so long; most of them run by then, and nobody waits for less. */
const STARTS_MS = 400
const RETRY_MS = 1000
const BATCH = 100

/** `dueAt`: in the time of this process. */
type Pending = { readonly observed: ObservedContainer; readonly dueAt: number }

export function createReports(options: { onError: (error: unknown) => void }): Reports {
  const pending = new Map<string, Pending>()
  let send: ((containers: readonly ObservedContainer[]) => Promise<void>) | undefined
  let timer: NodeJS.Timeout | undefined
  let sending = false
  let restsUntil = 0

  return {
    push(observed) {
      const { id } = observed
      pending.set(id, { observed, dueAt: dueAt(observed, pending.get(id)) })
      schedule()
    },
    connect(next) {
      send = next
      rest(GATHER_MS)
    },
    disconnect() {
      send = undefined
      clearTimeout(timer)
    },
  }

  function rest(ms: number): void {
    restsUntil = performance.now() + ms
    schedule()
  }

  /** For the first that is due. */
  function schedule(): void {
    clearTimeout(timer)
    if (!send || sending || pending.size === 0) return
    const first = Math.min(...[...pending.values()].map((one) => one.dueAt))
    timer = setTimeout(() => void flush(), Math.max(first, restsUntil) - performance.now())
  }

  async function flush(): Promise<void> {
    if (!send) return
    // once something is due all goes along but what may yet say more
    const soon = performance.now() + GATHER_MS
    const due = [...pending.values()]
      .filter(({ observed, dueAt }) => observed.state !== 'starting' || dueAt <= soon)
      .map(({ observed }) => observed)
    const [batch] = inPages(due.slice(0, BATCH))
    if (!batch) return schedule()
    sending = true
    let wait = GATHER_MS
    const since = performance.now()
    try {
      await send(batch)
      wait = Math.min(MOST_GATHER_MS, Math.max(GATHER_MS, performance.now() - since))
      // what changed while it was under way stays, and goes next
      for (const observed of batch) {
        if (pending.get(observed.id)?.observed === observed) pending.delete(observed.id)
      }
    } catch (error) {
      options.onError(error)
      wait = RETRY_MS
    } finally {
      sending = false
      rest(wait)
    }
  }
}

/** One that goes on starting is not put off again. */
function dueAt({ state }: ObservedContainer, before: Pending | undefined): number {
  if (state !== 'starting') return performance.now() + GATHER_MS
  return before?.observed.state === 'starting' ? before.dueAt : performance.now() + STARTS_MS
}
