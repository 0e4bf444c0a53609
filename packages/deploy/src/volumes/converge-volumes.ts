import type { Clock } from '@berth/core'
import { type Db, type Prisma, recordEvent, type Tx } from '@berth/db'
import type { FoundVolume, FullLayer, RestingLayer, WantedVolume } from '@berth/protocol'
import { ACTIVE } from '../active.ts'
import type { TellTenant } from '../alerts/ports.ts'
import { tellFullLayers } from '../alerts/tell-full-layers.ts'
import { checkFence, type NodeSession } from '../nodes/node-session.ts'
import { goneBefore, isGone } from './grace.ts'
import { noteResting } from '../sandboxes/note-resting.ts'
import { dropBeyond } from './schedule/drop-beyond.ts'
import { takeImports } from './take-imports.ts'
import { tellFull } from './tell-full.ts'

const INCLUDE = {
  snapshots: { orderBy: { number: 'asc' } },
  tasks: { where: { state: 'open' }, orderBy: { createdAt: 'asc' } },
  app: {
    select: {
      ...{ name: true, containers: { select: { observed: true } } },
      deploys: { where: ACTIVE, select: { id: true }, take: 1 },
    },
  },
} satisfies Prisma.VolumeInclude

type Row = Prisma.VolumeGetPayload<{ include: typeof INCLUDE }>

export type VolumeReport = {
  readonly volumes: readonly FoundVolume[]
  readonly problems: Readonly<Record<string, string>>
  readonly full?: readonly FullLayer[] | undefined
  readonly resting?: readonly RestingLayer[] | undefined
}

/**
 * Takes over what a node has of its volumes, and answers with what it shall have. Of volumes that are not its own it
 * is neither believed nor told. Tells of apps that wait for what is done now.
 */
export async function convergeVolumes(
  options: {
    readonly db: Db
    readonly clock: Clock
    readonly happenings: TellTenant
    readonly onChange: (appId: string) => void
  },
  session: NodeSession,
  { volumes, problems, full, resting }: VolumeReport,
): Promise<WantedVolume[]> {
  const { db, clock, happenings, onChange } = options
  const found = new Map(volumes.map((volume) => [volume.id, volume]))
  const now = clock.now()
  const concerned = new Set<string>()
  const wanted = await db.$transaction(async (tx) => {
    await checkFence(tx, session)
    if (full) await tellFullLayers(tx, happenings, session.nodeId, full)
    if (resting) await noteResting(tx, session.nodeId, resting)
    // no node ever had those, so none has to remove anything
    await tx.volume.deleteMany({ where: { nodeId: null, deletedAt: { lte: goneBefore(now) } } })
    for (const row of await read(tx, session)) {
      const here = found.get(row.id)
      if (here) await tellFull(tx, happenings, row, BigInt(here.usedBytes))
      const ended = await takeOver(tx, row, here, problems[row.id] ?? null, now)
      if (ended && row.appId) concerned.add(row.appId)
    }
    for (const row of await read(tx, session)) {
      const begun = await takeImports(tx, row, found.get(row.id)?.receiving, now)
      if (begun && row.appId) concerned.add(row.appId)
    }
    return (await read(tx, session)).map((row) => wantedOf(row, now))
  })
  for (const appId of concerned) onChange(appId)
  return wanted
}

function read(tx: Tx, { nodeId }: NodeSession): Promise<Row[]> {
  return tx.volume.findMany({ where: { nodeId }, include: INCLUDE })
}

/** True when a task ended by it. */
async function takeOver(
  tx: Tx,
  row: Row,
  found: FoundVolume | undefined,
  problem: string | null,
  now: Date,
): Promise<boolean> {
  if (!found && isGone(row, now)) {
    await tx.volume.delete({ where: { id: row.id } })
    return false
  }
  const usedBytes = found ? BigInt(found.usedBytes) : row.usedBytes
  const made = row.made || found !== undefined
  if (usedBytes !== row.usedBytes || made !== row.made || problem !== row.problem) {
    await tx.volume.update({ where: { id: row.id }, data: { usedBytes, made, problem } })
  }
  if (!found) return endTasks(tx, row, [], problem, now)
  await takeSnapshots(tx, row, found)
  const done = row.tasks.filter(({ id, kind, snapshotId }) =>
    kind === 'restore'
      ? found.restored === id
      : found.snapshots.some((snapshot) => snapshot.id === snapshotId),
  )
  return endTasks(tx, row, done, problem, now)
}

async function takeSnapshots(tx: Tx, row: Row, found: FoundVolume): Promise<void> {
  const here = new Map(found.snapshots.map(({ id, bytes }) => [id, BigInt(bytes)]))
  for (const { id, state, bytes } of row.snapshots) {
    const held = here.get(id)
    const isGone = held === undefined && id !== found.receiving
    if (isGone && state === 'removing') await tx.volumeSnapshot.delete({ where: { id } })
    const isNew = state === 'wanted' || state === 'importing'
    if (held !== undefined && (isNew || (state === 'ready' && held !== bytes))) {
      // somebody may have asked for its end since it was read
      const kept = { id, state: { in: ['importing', 'wanted', 'ready'] } }
      await tx.volumeSnapshot.updateMany({ where: kept, data: { state: 'ready', bytes: held } })
    }
  }
}

async function endTasks(
  tx: Tx,
  row: Row,
  done: Row['tasks'],
  problem: string | null,
  now: Date,
): Promise<boolean> {
  for (const task of done) {
    await tx.volumeTask.update({ where: { id: task.id }, data: { state: 'done', endedAt: now } })
    if (task.kind === 'snapshot') await dropBeyond(tx, row)
    const imported = row.snapshots.find(({ id, origin }) => id === task.snapshotId && origin === 'import')
    // its content is the volume's now
    if (imported) await tx.volumeSnapshot.update({ where: { id: imported.id }, data: { state: 'removing' } })
    await recordEvent(tx, {
      tenantId: row.tenantId,
      ...outcomeOf(task.kind, imported !== undefined, row.name),
      appId: row.appId,
      appName: row.app?.name ?? null,
      by: task.createdBy,
      data: { volume: row.name },
    })
  }
  // what the node says of a volume is about the first thing that it had to do there
  const [failed] = problem === null ? [] : row.tasks.filter((task) => !done.includes(task))
  if (failed) await tx.volumeTask.update({ where: { id: failed.id }, data: { reason: problem } })
  return done.length > 0
}

function outcomeOf(kind: string, imported: boolean, name: string) {
  if (kind !== 'restore') return { type: 'volume.snapshot', message: `a snapshot of volume ${name} was made` }
  return imported
    ? { type: 'volume.imported', message: `volume ${name} holds what an archive had` }
    : { type: 'volume.restored', message: `volume ${name} holds again what a snapshot of it had` }
}

/** A node that has not stopped everything yet is not told of a restore. */
function wantedOf(row: Row, now: Date): WantedVolume {
  const restore = row.tasks.find(({ kind }) => kind === 'restore')
  const mayRestore = !row.app || row.app.containers.every(({ observed }) => isAtRest(observed))
  return {
    id: row.id,
    bytes: Number(row.bytes),
    made: row.made,
    ...(row.copyOf !== null && { from: row.copyOf }),
    gone: isGone(row, now),
    snapshots: row.snapshots
      .filter(({ state }) => state !== 'importing')
      .map(({ id, state }) => ({ id, gone: state === 'removing' })),
    restore:
      restore?.keepId && mayRestore
        ? { task: restore.id, from: restore.snapshotId, keep: restore.keepId }
        : null,
  }
}

function isAtRest(observed: string): boolean {
  return observed === 'stopped' || observed === 'removed' || observed === 'failed'
}
