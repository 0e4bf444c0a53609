import { createSerial } from '@berth/core'
import type { NodeLog } from './node-log.ts'

/** When containers are visited: one visit at a time of each, asked for once however often it is woken. */
export type Visits = {
  /** Visit it now. `interrupt`: what is wanted changed, so do not finish what waits. */
  wake(id: string, options?: { interrupt: boolean }): void
  /** Visit it after so long, unless it is woken before. */
  later(id: string, ms: number): void
  /** Between two visits of it. */
  between<T>(id: string, job: () => Promise<T>): Promise<T>
  closed(): boolean
  /** Breaks off what waits; resolves when no visit is under way. */
  close(): Promise<void>
}

const RETRY_MS = 2000

export function createVisits(options: {
  visit: (id: string, signal: AbortSignal) => Promise<void>
  log: NodeLog
}): Visits {
  const { visit, log } = options
  const serial = createSerial()
  const timers = new Map<string, NodeJS.Timeout>()
  const interrupts = new Map<string, AbortController>()
  const queued = new Set<string>()
  let over = false

  return {
    wake,
    later,
    between: (id, job) => serial.run(id, job),
    closed: () => over,
    async close() {
      over = true
      for (const timer of timers.values()) clearTimeout(timer)
      for (const interrupter of interrupts.values()) interrupter.abort()
      await serial.idle()
    },
  }

  function wake(id: string, { interrupt } = { interrupt: false }): void {
    if (interrupt) interrupts.get(id)?.abort()
    clearTimeout(timers.get(id))
    timers.delete(id)
    if (over || queued.has(id)) return
    queued.add(id)
    void serial.run(id, async () => {
      queued.delete(id)
      const interrupter = new AbortController()
      interrupts.set(id, interrupter)
      await visit(id, interrupter.signal).catch((error: unknown) => {
        if (interrupter.signal.aborted) return // somebody woke it again: the next visit knows better
        log.warn({ err: error, container: id }, 'a container could not be brought to what is wanted')
        later(id, RETRY_MS)
      })
      interrupts.delete(id)
    })
  }

  function later(id: string, ms: number): void {
    if (over || queued.has(id)) return
    timers.set(
      id,
      setTimeout(() => wake(id), ms),
    )
  }
}
