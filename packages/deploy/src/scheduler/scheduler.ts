import { type Clock, createSerial, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Addresses } from '../app-address.ts'
import { planApp } from '../plan-app.ts'
import type { DoorPort, Log, Wake } from '../ports.ts'
import { createDoorKeeper } from './door-keeper.ts'
import { createNodeWatch } from './node-watch.ts'
import { readNodes } from './read-nodes.ts'
import { readSnapshots } from './read-snapshot.ts'
import { reconcileApp } from './reconcile-app.ts'
import { createReleaseShelf } from './release-shelf.ts'
import { wakeUnsettled } from './wake-unsettled.ts'

export type SchedulerOptions = {
  readonly db: Db
  /** `@berth/queue`'s Queues */
  readonly queues: Wake
  readonly ingress: DoorPort
  readonly addresses: Addresses
  readonly log: Log
  readonly clock?: Clock
  /** how often everything is looked at without being asked */
  readonly tickMs?: number
}

/** Brings what is observed to what is desired. Several control processes may run one each: they share the work. */
export type Scheduler = {
  /** Something about this app changed (without an id: about any). */
  wake(appId?: string): void
  close(): Promise<void>
}

const TICK_MS = 3_000
/** While something waits for a moment to pass (a drain, a settling container), it is looked at this often. */
const BUSY_MS = 500

export function startScheduler(options: SchedulerOptions): Scheduler {
  const { db, queues, log, addresses, clock = systemClock, tickMs = TICK_MS } = options
  const door = createDoorKeeper(options)
  const watchNodes = createNodeWatch({ db, clock, log })
  const context = { db, wake: queues, door, addresses, clock }
  const releases = createReleaseShelf(db)
  const serial = createSerial()
  const waiting = new Set<string>()
  let closed = false
  let timer: NodeJS.Timeout | undefined

  void tick()
  return {
    wake(appId) {
      if (closed) return
      if (appId === undefined) soon(0)
      else reconcile(appId)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await serial.idle()
    },
  }

  /** Once per app at a time; what comes meanwhile runs once more after it. */
  function reconcile(appId: string): void {
    if (waiting.has(appId)) return
    waiting.add(appId)
    void serial.run(appId, async () => {
      waiting.delete(appId)
      if (closed) return
      try {
        await reconcileApp(context, appId)
      } catch (error) {
        log.warn({ err: error, appId }, 'an app could not be reconciled: trying again')
      }
    })
  }

  async function tick(): Promise<void> {
    let busy = false
    try {
      await serial.run('tick', async () => {
        await watchNodes()
        await door.refresh().catch((error: unknown) => log.warn({ err: error }, 'the door was not updated'))
        busy = await sweep()
      })
    } catch (error) {
      log.warn({ err: error }, 'the scheduler could not look around: trying again')
    }
    soon(busy ? BUSY_MS : tickMs)
  }

  /** Plans all apps without a lock, and reconciles those that have something to do. True while any is on its way. */
  async function sweep(): Promise<boolean> {
    const nodes = await readNodes(db)
    const reads = await readSnapshots(db, releases)
    const around = { now: clock.now(), nodes, inDoor: door.inDoor, sessions: new Map<string, number>() }
    for (const { snapshot } of reads) {
      if (planApp(snapshot, around).length > 0 || snapshot.draining) reconcile(snapshot.app.id)
    }
    await wakeUnsettled(
      reads.map(({ snapshot }) => snapshot),
      queues,
    )
    return reads.some(({ snapshot }) => snapshot.deploy !== null || snapshot.draining !== null)
  }

  function soon(ms: number): void {
    clearTimeout(timer)
    if (!closed) timer = setTimeout(() => void tick(), ms)
  }
}
