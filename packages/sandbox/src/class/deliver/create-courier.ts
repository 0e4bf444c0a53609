import { type Clock, systemClock, toBerthError } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import { callOut, tell } from '../../events/tell.ts'
import type { Log, NodeFiles, Scripts } from '../../ports.ts'
import { deliverOne } from './deliver-one.ts'
import type { Delivered } from './deliver-place.ts'
import { expire, takeBack } from './expire.ts'
import { type Due, takeDue } from './take-due.ts'

/** Carries out what was sent to classes, on the nodes that this process speaks with. Each control process runs one. */
export type Courier = {
  /** Something was sent, or somebody is back: look soon. */
  wake(): void
  /** After what is under way. */
  close(): Promise<void>
}

const TICK_MS = 3_000
/** Wakes come in herds. */
const REST_MS = 250
const BUSY_TRIES = 5
const BUSY_MS = 2_000
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
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false
  let isArmed = false

  soon(0)
  return {
    wake,
    async close() {
      closing.abort()
      clearTimeout(timer)
      await looking
      await Promise.race([Promise.all(work.values()), pause(LAST_MS, AbortSignal.timeout(LAST_MS))])
    },
  }

  function wake(): void {
    if (looking) again = true
    else if (!isArmed) {
      isArmed = true
      soon(REST_MS)
    }
  }

  function soon(ms: number): void {
    clearTimeout(timer)
    if (closing.signal.aborted) return
    timer = setTimeout(() => {
      again = false
      isArmed = false
      looking = look()
        .catch((error: unknown) =>
          log.warn({ err: error }, 'what was sent to classes could not be looked at'),
        )
        .finally(() => {
          looking = undefined
          soon(again ? REST_MS : TICK_MS)
        })
    }, ms)
  }

  async function look(): Promise<void> {
    const now = clock.now()
    const isOpen = await db.broadcast.findFirst({ where: { openUntil: { not: null } }, select: { id: true } })
    if (!isOpen) return
    const nodes = await ownNodes()
    const busy = () => [...work.keys()]
    await takeBack(db, nodes, { busy, now })
    await expire(db, now)
    for (const due of await takeDue(db, nodes, { busy: busy(), now })) begin(due)
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
    const one = carryOut(due)
      .catch((error: unknown) => log.warn({ err: error, ...due }, 'what became of a broadcast was not noted'))
      .finally(() => {
        work.delete(due)
      })
    work.set(due, one)
  }

  async function carryOut(due: Due): Promise<void> {
    const delivered = await attempt(due)
    await db.$transaction((tx) => note(tx, due, { delivered, now: clock.now() }))
    if (delivered !== 'again') setImmediate(wake) // there is room for the next one
  }

  async function attempt(due: Due): Promise<Delivered | 'again'> {
    for (let left = BUSY_TRIES; ; left--) {
      try {
        return await deliverOne(options, due)
      } catch (thrown) {
        const { code } = toBerthError(thrown)
        if (code === 'node.unreachable' || code === 'sandbox.not_ready') return 'again' // when it is back
        if (isLost(code)) {
          return due.kind === 'file' ? 'again' : { state: 'failed', error: 'sandbox.interrupted' }
        }
        const mayWait = code === 'container.busy' && left > 1 && !closing.signal.aborted
        if (!mayWait) return { state: 'failed', error: code }
      }
      await pause(BUSY_MS, closing.signal)
    }
  }
}

/** Its node's stream ended in the middle. */
function isLost(code: string): boolean {
  return code === 'protocol.disconnected' || code === 'protocol.timeout'
}

async function note(
  tx: Tx,
  { broadcastId, sandboxId, tenantId, kind }: Due,
  { delivered, now }: { readonly delivered: Delivered | 'again'; readonly now: Date },
): Promise<void> {
  const where = { broadcastId, sandboxId, state: 'running' }
  if (delivered === 'again') {
    await tx.broadcastResult.updateMany({ where, data: { state: 'waiting' } })
    return
  }
  const { count } = await tx.broadcastResult.updateMany({ where, data: { ...delivered, at: now } })
  if (count === 0) return
  const { courseId, createdBy } = await tx.broadcast.findUniqueOrThrow({ where: { id: broadcastId } })
  const sandbox = { id: sandboxId, tenantId, courseId }
  if (delivered.state === 'failed' && kind === 'file') return callOut(tx, [sandboxId])
  const type = kind === 'file' ? 'file-received' : 'command-ran'
  const data = { broadcast: broadcastId, ...(delivered.path !== undefined && { path: delivered.path }) }
  await tell(tx, [{ sandbox, type, by: createdBy, data }])
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
