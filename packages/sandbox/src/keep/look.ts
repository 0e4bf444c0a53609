import type { Db } from '@berth/db'
import { fillPools } from '../pool/fill-pools.ts'
import { startAllDue } from '../pool/start-all.ts'
import type { Log, Rooms, Scripts } from '../ports.ts'
import { begin, type Begun, unreadable } from './begin.ts'
import { decide, dueAfter, isNothing } from './decide.ts'
import { inTurn } from './in-turn.ts'
import { type Due, noteDue } from './note-due.ts'
import { readDue } from './read-due.ts'
import { readSandboxes, type SandboxRow } from './read-sandboxes.ts'
import { hasStrays, removeStrays } from './remove-strays.ts'
import { setAside } from './set-aside.ts'
import { type ScriptDue, tend, type Tended, type ToTend } from './tend.ts'
import { inParts, together } from './together.ts'
import type { VersionShelf } from './version-shelf.ts'
import type { Touched } from './write-steps.ts'
import { PATIENCE } from './patience.ts'

export type LookContext = {
  readonly db: Db
  readonly rooms: Rooms
  readonly scripts: Scripts
  readonly versions: VersionShelf
  readonly log: Log
  /** also what time alone brings about, and the pools; true if left out */
  readonly chores?: boolean
}

export type Looked = {
  readonly touched: readonly Touched[]
  /** of which their nodes have not said that they know what is wanted */
  readonly unheard: readonly Touched[]
  readonly scripts: readonly ScriptDue[]
  /** there is more to do at once */
  readonly again: boolean
}

const NOTHING: Looked = { touched: [], unheard: [], scripts: [], again: false }

/** Sandboxes that one look decides about; the next one goes on with the others. */
const MOST = 200
/** It begins with no other after so long: its turn is held by a transaction, which has an end. */
const LOOK_MS = 15_000

/**
 * Looks once at what may have changed, and writes what is to be done next: what cannot be gone on with is set aside and
 * holds up nothing else. One process of all looks at a time.
 */
export async function look(context: LookContext, now: Date): Promise<Looked> {
  const looked = await inTurn(context.db, async () => {
    const { chores = true } = context
    const came = chores ? await startAndRemove(context, now) : NO_CHORES
    const tended = await tendDue(context, now)
    const made = chores && (await fillPools(context.db, now, failedIn(context)))
    const begun: Begun = await begin(context, now)
    return {
      touched: [...came.touched, ...tended.touched, ...begun.touched],
      unheard: tended.unheard,
      scripts: tended.scripts,
      again: came.again || made || begun.again || tended.again,
    }
  })
  return looked ?? NOTHING
}

const NO_CHORES = { touched: [], again: false }

/** Classes whose hour has come, and what is left of sandboxes that have gone. */
async function startAndRemove(context: LookContext, now: Date): Promise<Begun> {
  const { db } = context
  const again = await startAllDue(db, now, failedIn(context))
  const touched = (await hasStrays(db)) ? await db.$transaction(removeStrays, PATIENCE) : []
  return { touched, again }
}

function failedIn({ log }: LookContext) {
  return (courseLabId: string, thrown: unknown) =>
    log.warn({ err: thrown, courseLabId }, 'a lab of a course could not be looked at')
}

async function tendDue(context: LookContext, now: Date): Promise<Looked> {
  const { db, versions, scripts } = context
  const ids = await readDue(db, now, MOST)
  const rows = await readAll(context, ids, now)
  const shelf = await versions(
    db,
    rows.map(({ versionId }) => versionId),
  )
  const due: Due[] = []
  const toTend: ToTend[] = []
  const tended: Tended[] = []
  const reaches = (nodeId: string) => scripts.reaches(nodeId)
  const until = Date.now() + LOOK_MS
  for (const row of rows) {
    try {
      const version = shelf.get(row.versionId)
      if (!version) throw unreadable(row.versionId)
      const around = { now, spec: version.spec, reaches }
      if (isNothing(decide(row, around))) {
        due.push({ row, at: dueAfter(row, around) })
      } else {
        toTend.push({ id: row.id, version })
      }
    } catch (thrown) {
      await setAside(context, { id: row.id, thrown, now })
    }
  }
  for (const some of inParts(toTend)) {
    if (Date.now() > until) break
    const done = await together(context, { all: some, now }, (tx, all) => tend(tx, all, { now, reaches }))
    tended.push(...done.flat())
  }
  await noteDue(db, due)
  return {
    touched: tended.flatMap(({ touched }) => touched),
    unheard: rows.flatMap(unheard),
    scripts: tended.flatMap(({ script }) => script ?? []),
    again: ids.length === MOST || Date.now() > until,
  }
}

/** Together; where one of them cannot be read, one by one. */
async function readAll(context: LookContext, ids: readonly string[], now: Date): Promise<SandboxRow[]> {
  try {
    return await readSandboxes(context.db, ids)
  } catch (failure) {
    context.log.warn({ err: failure }, 'sandboxes are read one by one')
  }
  const rows: SandboxRow[] = []
  for (const id of ids) {
    try {
      rows.push(...(await readSandboxes(context.db, [id])))
    } catch (thrown) {
      await setAside(context, { id, thrown, now })
    }
  }
  return rows
}

function unheard({ containers }: SandboxRow): Touched[] {
  return containers
    .filter(({ generation, observedGeneration }) => observedGeneration < generation)
    .map(({ id: containerId, nodeId, generation }) => ({ containerId, nodeId, generation }))
}
