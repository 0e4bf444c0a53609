import { setTimeout as pause } from 'node:timers/promises'
import { type Clock, type Rounds, startRounds, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Log, NodeFiles, Scripts } from '../../ports.ts'
import { carryOut } from './carry-out.ts'
import { expire, takeBack } from './expire.ts'
import { type Due, takeDue } from './take-due.ts'

/** Carries out what was sent to classes, on the nodes that this process speaks with. Each control process runs one. */
export type Courier = Rounds

const TICK_MS = 3_000
/** Wakes come in herds. */
const REST_MS = 250
/** A process that ends leaves what takes longer to the next one, which says so. */
const LAST_MS = 3_000

export function startCourier(options: {
  readonly db: Db
  readonly scripts: Scripts
  readonly files: NodeFiles
  readonly log: Log
  readonly clock?: Clock
}): Courier {
  const { db, scripts, log, clock = systemClock } = options
  const work = new Map<Due, Promise<void>>()
  const closing = new AbortController()
  const onError = (error: unknown) =>
    log.warn({ err: error }, 'what was sent to classes could not be looked at')

  const rounds = startRounds({ round: look, everyMs: TICK_MS, restMs: REST_MS, onError })
  return {
    wake: () => rounds.wake(),
    /** what takes longer is left to the next process, which says so */
    async close() {
      closing.abort()
      await rounds.close()
      await Promise.race([Promise.all(work.values()), pause(LAST_MS, undefined, { ref: false })])
    },
  }

  async function look(): Promise<void> {
    const now = clock.now()
    const isOpen = await db.broadcast.findFirst({ where: { openUntil: { not: null } }, select: { id: true } })
    if (!isOpen) return
    const nodes = await ownNodes()
    const busy = () => [...work.keys()]
    await takeBack(db, nodes, { busy, now })
    await expire(db, now)
    for await (const due of takeDue(db, nodes, { busy: busy(), now })) begin(due)
  }

  /** Nodes where something is to be done, as far as this process holds their streams. */
  async function ownNodes(): Promise<string[]> {
    const rows = await db.sandbox.findMany({
      where: { broadcasts: { some: { broadcast: { openUntil: { not: null } } } }, nodeId: { not: null } },
      ...{ distinct: ['nodeId'], select: { nodeId: true } },
    })
    return rows.flatMap(({ nodeId }) => (nodeId !== null && scripts.reaches(nodeId) ? [nodeId] : []))
  }

  function begin(due: Due): void {
    const one = carryOut({ ...options, now: () => clock.now() }, due, closing.signal)
      .then((isSettled) => {
        if (isSettled) rounds.wake() // there is room for the next one
      })
      .catch((error: unknown) => log.warn({ err: error, ...due }, 'what became of a broadcast was not noted'))
      .finally(() => {
        work.delete(due)
      })
    work.set(due, one)
  }
}
