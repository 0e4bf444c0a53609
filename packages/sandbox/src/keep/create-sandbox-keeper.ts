import { type Clock, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Log, Rooms, Scripts, Wake } from '../ports.ts'
import { type Looked, look } from './look.ts'
import { runScript } from './run-script.ts'
import { createVersionShelf } from './version-shelf.ts'
import { wakeNodes } from './wake-nodes.ts'
import type { Touched } from './write-steps.ts'

/** Brings sandboxes to what is wanted of them. Several control processes may run one each. */
export type SandboxKeeper = {
  /** Something changed: look soon. */
  wake(): void
  close(): Promise<void>
}

const TICK_MS = 2_000
/** Between two looks: what comes meanwhile, of a class that starts at once, is one look's work and not ten looks'. */
const REST_MS = 40
const TELL_AGAIN_MS = 3_000

export function startSandboxKeeper(options: {
  readonly db: Db
  readonly queues: Wake
  readonly rooms: Rooms
  readonly scripts: Scripts
  readonly log: Log
  readonly clock?: Clock
  readonly tickMs?: number
}): SandboxKeeper {
  const { db, queues, scripts, log, clock = systemClock, tickMs = TICK_MS } = options
  const context = { ...options, versions: createVersionShelf() }
  const running = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false
  let closed = false
  let restUntil = 0
  let toldAt = 0

  soon(0)
  return {
    wake,
    async close() {
      closed = true
      clearTimeout(timer)
      await looking
      await Promise.all(running)
    },
  }

  function wake(): void {
    if (looking) again = true
    else soon(Math.max(0, restUntil - Date.now()))
  }

  function soon(ms: number): void {
    clearTimeout(timer)
    if (closed) return
    timer = setTimeout(() => {
      again = false
      looking = once().finally(() => {
        looking = undefined
        restUntil = Date.now() + REST_MS
        soon(again ? REST_MS : tickMs)
      })
    }, ms)
  }

  async function once(): Promise<void> {
    try {
      const looked = await look(context, clock.now())
      if (looked.again) again = true
      await wakeNodes(queues, looked.touched)
      await tellAgain(looked.unheard)
      for (const script of looked.scripts) begin(script)
    } catch (error) {
      log.warn({ err: error }, 'sandboxes could not be looked at: trying again')
    }
  }

  /** Hints get lost with Redis: a node that has not confirmed what is wanted is told again. */
  async function tellAgain(unheard: readonly Touched[]): Promise<void> {
    if (Date.now() - toldAt < TELL_AGAIN_MS) return
    toldAt = Date.now()
    await wakeNodes(queues, unheard)
  }

  function begin(due: Looked['scripts'][number]): void {
    const run = runScript({ db, scripts, now: () => clock.now() }, due)
      .catch((error: unknown) =>
        log.warn({ err: error, sandboxId: due.row.id }, `the ${due.kind} of a sandbox was not noted`),
      )
      .finally(() => {
        running.delete(run)
        wake()
      })
    running.add(run)
  }
}
