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
const RETRY_MS = 1000
const BATCH = 100

export function createReports(options: { onError: (error: unknown) => void }): Reports {
  const pending = new Map<string, ObservedContainer>()
  let send: ((containers: readonly ObservedContainer[]) => Promise<void>) | undefined
  let timer: NodeJS.Timeout | undefined
  let sending = false

  return {
    push(observed) {
      pending.set(observed.id, observed)
      schedule(GATHER_MS)
    },
    connect(next) {
      send = next
      schedule(GATHER_MS)
    },
    disconnect() {
      send = undefined
      clearTimeout(timer)
      timer = undefined
    },
  }

  function schedule(ms: number): void {
    if (!send || timer || sending || pending.size === 0) return
    timer = setTimeout(() => {
      timer = undefined
      void flush()
    }, ms)
  }

  async function flush(): Promise<void> {
    if (!send) return
    const [batch = []] = inPages([...pending.values()].slice(0, BATCH))
    sending = true
    let wait = GATHER_MS
    const since = performance.now()
    try {
      await send(batch)
      wait = Math.min(MOST_GATHER_MS, Math.max(GATHER_MS, performance.now() - since))
      // what changed while it was under way stays, and goes next
      for (const observed of batch) if (pending.get(observed.id) === observed) pending.delete(observed.id)
    } catch (error) {
      options.onError(error)
      wait = RETRY_MS
    } finally {
      sending = false
      schedule(wait)
    }
  }
}
