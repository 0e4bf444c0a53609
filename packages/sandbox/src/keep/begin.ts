import type { Db, Tx } from '@berth/db'
import { takeSpare } from '../claim/take-spare.ts'
import { tell } from '../events/tell.ts'
import type { Log, Rooms } from '../ports.ts'
import { admit } from './admit.ts'
import { endSpare } from './end-spare.ts'
import { planWaiting } from './plan-wait.ts'
import { type ReadySpare, readReadySpares, readWaiting, type WaitingRow } from './read-waiting.ts'
import { lockSandboxes, type SandboxRow } from './read-sandboxes.ts'
import { setAside } from './set-aside.ts'
import { inParts, together } from './together.ts'
import type { ShelvedVersion, VersionShelf } from './version-shelf.ts'
import type { Touched } from './write-steps.ts'
import { PATIENCE } from './patience.ts'

type Context = {
  readonly db: Db
  readonly rooms: Rooms
  readonly versions: VersionShelf
  readonly log: Log
}

export type Begun = { readonly touched: readonly Touched[]; readonly again: boolean }

const NOTHING: Begun = { touched: [], again: false }

/** Spares for who waits, then those whose turn it is. One that cannot begin is set aside, and holds up no other. */
export async function begin(context: Context, now: Date): Promise<Begun> {
  const { db } = context
  const waiting = await readWaiting(db, now)
  if (waiting.length === 0) return NOTHING
  const spares = await readReadySpares(db)
  const known = await context.versions(
    db,
    waiting.map(({ versionId }) => versionId),
  )
  for (const { id, versionId } of waiting) {
    if (!known.has(versionId)) await setAside(context, { id, thrown: unreadable(versionId), now })
  }
  const served = await serveSpares(context, { waiting, spares, known }, now)
  const left = waiting.filter(({ id }) => !served.has(id))
  const plan = await planWaiting(context, left, spares)
  const versionOf = new Map(left.map(({ id, versionId }) => [id, known.get(versionId)]))
  const turns = plan.admit.flatMap(({ id, nodeId }) => {
    const version = versionOf.get(id)
    return version ? [{ id, nodeId, version }] : []
  })
  const touched: Touched[] = []
  for (const some of inParts(turns)) {
    const begun = await together(context, { all: some, now }, (tx, all) => admit(tx, all, now))
    touched.push(...begun.flat())
  }
  for (const id of plan.evict) await db.$transaction((tx) => endSpare(tx, id, now), PATIENCE)
  return { touched, again: served.size > 0 || plan.evict.length > 0 }
}

/** A spare that became ready while somebody waits is theirs, the first one's first. */
async function serveSpares(
  context: Context,
  found: {
    readonly waiting: readonly WaitingRow[]
    readonly spares: readonly ReadySpare[]
    readonly known: ReadonlyMap<string, ShelvedVersion>
  },
  now: Date,
): Promise<ReadonlySet<string>> {
  const served = new Set<string>()
  const ready = Map.groupBy(found.spares, ({ courseLabId, versionId }) => `${courseLabId} ${versionId}`)
  const first = found.waiting.toSorted((a, b) => a.requestedAt.getTime() - b.requestedAt.getTime())
  for (const { id, userId, courseLabId, versionId, home } of first) {
    const version = found.known.get(versionId)
    const isForSpare = userId !== null && courseLabId !== null && home === null
    if (!version || !isForSpare || !ready.get(`${courseLabId} ${versionId}`)?.pop()) continue
    const isServed = await withWaiting(context, { id, now }, async (tx, row) => {
      if (row.readyAt !== null || row.kind !== 'lesson') return false
      if (!(await takeSpare(tx, row, { now, times: version.spec.times }))) return false
      await tell(tx, [{ sandbox: row, type: 'claimed' }])
      return true
    })
    if (isServed === true) served.add(id)
  }
  return served
}

/** Undefined: it does not wait any more, or it could not be done and is set aside. */
async function withWaiting<T>(
  context: Context,
  { id, now }: { readonly id: string; readonly now: Date },
  work: (tx: Tx, row: SandboxRow) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await context.db.$transaction(async (tx) => {
      const [row] = await lockSandboxes(tx, [id])
      return row?.state === 'queued' && row.wanted === 'running' ? work(tx, row) : undefined
    }, PATIENCE)
  } catch (thrown) {
    await setAside(context, { id, thrown, now })
    return undefined
  }
}

export function unreadable(versionId: string): Error {
  return new Error(`version ${versionId} of its lab cannot be read`)
}
