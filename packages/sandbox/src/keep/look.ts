import type { Db, Tx } from '@berth/db'
import { takeSpare } from '../claim/take-spare.ts'
import { tell } from '../events/tell.ts'
import { planLife } from '../life/plan-life.ts'
import { fillPools } from '../pool/fill-pools.ts'
import { startAllDue } from '../pool/start-all.ts'
import type { Rooms, Scripts } from '../ports.ts'
import { stateOf } from '../rows.ts'
import { writeThrottles } from '../use/write-throttle.ts'
import { admit } from './admit.ts'
import { planContainers } from './plan-containers.ts'
import { planWaiting } from './plan-wait.ts'
import { partsOf, readSandboxes, type SandboxRow } from './read-sandboxes.ts'
import { removeStrays } from './remove-strays.ts'
import type { ShelvedVersion, VersionShelf } from './version-shelf.ts'
import { writeWish } from './wish.ts'
import { type Touched, writeSteps } from './write-steps.ts'

export type LookContext = {
  readonly db: Db
  readonly rooms: Rooms
  readonly scripts: Scripts
  readonly versions: VersionShelf
}

/** A set-up script that is to be run now. */
export type SetUp = { readonly row: SandboxRow; readonly version: ShelvedVersion }

export type Looked = {
  readonly touched: readonly Touched[]
  /** of which their nodes have not said that they know what is wanted */
  readonly unheard: readonly Touched[]
  readonly setups: readonly SetUp[]
  /** there is more to do at once */
  readonly again: boolean
}

const NOTHING: Looked = { touched: [], unheard: [], setups: [], again: false }
const TRANSACTION = { maxWait: 10_000, timeout: 60_000 } as const

/** Looks at all sandboxes once, and writes what is to be done next. One process of all does so at a time. */
export function look(context: LookContext, now: Date): Promise<Looked> {
  return context.db.$transaction(async (tx) => {
    if (!(await takeTurn(tx))) return NOTHING
    await startAllDue(tx, now)
    const touched = await removeStrays(tx)
    const rows = await readSandboxes(tx)
    const versions = await context.versions(
      tx,
      rows.map(({ versionId }) => versionId),
    )
    const changed = await live(tx, rows, versions, now)
    const fresh = changed ? await readSandboxes(tx) : rows
    const contained = await reconcile(tx, fresh, { ...context, shelf: versions, now })
    const begun = await begin(tx, fresh, { ...context, shelf: versions, now })
    const held = await writeThrottles(tx, fresh, now)
    const made = await fillPools(tx, fresh, now)
    return {
      touched: [...touched, ...contained.touched, ...begun.touched, ...held],
      unheard: rows.flatMap(unheard),
      setups: contained.setups,
      again: made || begun.again,
    }
  }, TRANSACTION)
}

type Around = LookContext & { readonly shelf: ReadonlyMap<string, ShelvedVersion>; readonly now: Date }

/** What time alone does. True when something changed. */
async function live(
  tx: Tx,
  rows: readonly SandboxRow[],
  versions: ReadonlyMap<string, ShelvedVersion>,
  now: Date,
): Promise<boolean> {
  let changed = false
  for (const row of rows) {
    const version = versions.get(row.versionId)
    const courseOver = isCourseOver(row, now)
    if (isToEnd(row, courseOver)) {
      changed = true
      const reason = { kind: 'asked', by: row.wantedBy ?? 'the platform' } as const
      await writeWish(tx, row, { wanted: 'ended', reason, ...(row.wantedBy && { by: row.wantedBy }), now })
      continue
    }
    if (row.userId === null || !version) continue
    const step = planLife({ ...row, state: stateOf(row) }, { now, times: version.spec.times, courseOver })
    if (!step) continue
    changed = true
    if (step.kind === 'wish' && step.wanted !== 'running')
      await writeWish(tx, row, { ...step, wanted: step.wanted, now })
    if (step.kind === 'notice') {
      await tx.sandbox.update({ where: { id: row.id }, data: { noticedAt: now } })
      await tell(tx, [{ sandbox: row, type: 'notice' }])
    }
  }
  return changed
}

/** Files of a course that is over are kept as long as its labs say, so what has an owner there is archived instead. */
function isToEnd({ wanted, state, userId }: SandboxRow, courseOver: boolean): boolean {
  return wanted === 'ended' && state !== 'ended' && (userId === null || !courseOver)
}

function isCourseOver({ course, kind }: SandboxRow, now: Date): boolean {
  if (course === null || kind !== 'lesson') return false
  return course.archivedAt !== null || (course.endsAt ?? now) < now
}

/** Brings containers to what is wanted of their sandboxes. */
async function reconcile(
  tx: Tx,
  rows: readonly SandboxRow[],
  { shelf, scripts, now }: Around,
): Promise<{ touched: Touched[]; setups: SetUp[] }> {
  const touched: Touched[] = []
  const setups: SetUp[] = []
  for (const row of rows) {
    const version = shelf.get(row.versionId)
    if (!version) continue
    const steps = planContainers(partsOf(row, version.spec), now).filter(
      ({ kind }) => kind !== 'setup' || (row.nodeId !== null && scripts.reaches(row.nodeId)),
    )
    if (steps.length === 0) continue
    const written = await writeSteps(tx, row, { steps, version, now })
    touched.push(...written.touched)
    if (written.setup) setups.push({ row, version })
  }
  return { touched, setups }
}

/** Spares for who waits, then those whose turn it is. */
async function begin(
  tx: Tx,
  rows: readonly SandboxRow[],
  { rooms, shelf, now }: Around,
): Promise<{ touched: Touched[]; again: boolean }> {
  const served = await serveSpares(tx, rows, shelf, now)
  const left = rows.filter(({ id }) => !served.has(id))
  const plan = await planWaiting(tx, left, { versions: shelf, rooms })
  const touched: Touched[] = []
  for (const { id, nodeId } of plan.admit) {
    const row = left.find((one) => one.id === id)
    const version = row && shelf.get(row.versionId)
    if (row && version) touched.push(...(await admit(tx, row, { version, nodeId })))
  }
  for (const row of left.filter(({ id }) => plan.evict.includes(id))) {
    await writeWish(tx, row, { wanted: 'ended', reason: { kind: 'spare' }, now })
  }
  return { touched, again: served.size > 0 || plan.evict.length > 0 }
}

/** A spare that became ready while somebody waits is theirs, the first one's first. */
async function serveSpares(
  tx: Tx,
  rows: readonly SandboxRow[],
  shelf: ReadonlyMap<string, ShelvedVersion>,
  now: Date,
): Promise<ReadonlySet<string>> {
  const served = new Set<string>()
  const ready = new Set(
    rows
      .filter(({ userId, state }) => userId === null && state === 'running')
      .map(({ courseLabId }) => courseLabId),
  )
  for (const row of rows) {
    const version = shelf.get(row.versionId)
    const isNew =
      row.state === 'queued' && row.userId !== null && row.readyAt === null && row.kind === 'lesson'
    if (!version || !isNew || row.courseLabId === null || !ready.has(row.courseLabId)) continue
    if (row.containers.some(({ attempt }) => attempt === row.attempt)) continue
    if (!(await takeSpare(tx, row, { now, times: version.spec.times }))) continue
    served.add(row.id)
    await tell(tx, [{ sandbox: row, type: 'claimed' }])
  }
  return served
}

function unheard({ containers }: SandboxRow): Touched[] {
  return containers
    .filter(({ generation, observedGeneration }) => observedGeneration < generation)
    .map(({ id: containerId, nodeId, generation }) => ({ containerId, nodeId, generation }))
}

async function takeTurn(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ mine: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('sandboxes', 0)) AS mine`
  return row?.mine === true
}
