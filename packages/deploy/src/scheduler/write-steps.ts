import { newId } from '@berth/core'
import { Prisma, type Tx } from '@berth/db'
import type { AppSnapshot } from '../snapshot.ts'
import { beginRelease } from '../jobs/begin-release.ts'
import type { Step, Wish } from '../step.ts'
import type { AppRead } from './read-snapshot.ts'
import { writeFailure, writeProgress, writeSuccess } from './write-outcome.ts'

/** What is to be done outside of Postgres once the steps are committed. */
export type Aftermath = {
  /** something was written: look again, there may be more to do */
  readonly changed: boolean
  readonly doorChanged: boolean
  readonly touched: readonly Touched[]
}

export type Touched = { readonly nodeId: string; readonly containerId: string; readonly generation: number }

/** Writes planned steps, in order, within the app's transaction. */
export async function writeSteps(
  tx: Tx,
  read: AppRead,
  steps: readonly Step[],
  now: Date,
): Promise<Aftermath> {
  const touched: Touched[] = []
  let changed = false
  for (const step of steps) {
    const outcome = await writeStep(tx, read, step, now)
    changed ||= outcome !== 'nothing'
    if (typeof outcome === 'object') touched.push(outcome)
  }
  return { changed, touched, doorChanged: steps.some(concernsDoor) }
}

async function writeStep(
  tx: Tx,
  read: AppRead,
  step: Step,
  now: Date,
): Promise<Touched | 'written' | 'nothing'> {
  switch (step.kind) {
    case 'place':
      return placeContainer(tx, read, step)
    case 'want':
      return touch(tx, step.containerId, {
        desired: step.desired,
        ...wished(step),
      })
    case 'adopt':
      return touch(tx, step.containerId, { releaseId: step.releaseId, limitsRefused: null })
    case 'renew':
      // it is about to end: visitors wait at the door until it is back
      return touch(tx, step.containerId, {
        restartNonce: step.restartNonce,
        routed: false,
        ...wished({ by: step.by, why: { kind: 'restarted' } }),
      })
    case 'route':
      return set(tx, step.containerId, { routed: true, drainingAt: null })
    case 'unroute':
      return set(tx, step.containerId, { routed: false, drainingAt: null })
    case 'drain':
      return set(tx, step.containerId, { routed: false, drainingAt: now })
    case 'forget':
      await tx.container.delete({ where: { id: step.containerId } })
      return 'written'
    case 'progress':
      return (await writeProgress(tx, read, step, now)) ? 'written' : 'nothing'
    case 'succeed':
      await writeSuccess(tx, read, step, now)
      return 'written'
    case 'fail':
      await writeFailure(tx, read, step, now)
      return 'written'
    case 'begin-release':
      await beginRelease(tx, read, step.deployId, now)
      return 'written'
    case 'drained':
      return (await writeProgress(tx, read, { ...step, kind: 'drained' }, now)) ? 'written' : 'nothing'
    case 'delete-app':
      await tx.app.delete({ where: { id: read.row.id } })
      return 'written'
  }
}

function wished({ by, why }: Wish) {
  return { stopCause: why ?? Prisma.DbNull, ...(by !== null && { desiredBy: by }) }
}

async function placeContainer(
  tx: Tx,
  { row, snapshot }: AppRead,
  step: Step & { kind: 'place' },
): Promise<Touched> {
  const id = newId('container')
  await tx.container.create({
    data: {
      id,
      tenantId: row.tenantId,
      appId: row.id,
      releaseId: step.releaseId,
      nodeId: step.nodeId,
      process: step.process,
      instance: step.instance,
      restartNonce: row.restartNonce,
      desiredBy: snapshot.deploy?.by ?? row.desiredBy,
    },
  })
  const { nodeId } = step
  // of volumes that no node has yet, the first instance settles where they lie
  const mine = snapshot.homes.filter((home) => home.nodeId === null && mounts(snapshot, step, home.id))
  if (mine.length > 0) {
    const ids = mine.map((home) => home.id)
    await tx.volume.updateMany({ where: { id: { in: ids }, nodeId: null }, data: { nodeId } })
  }
  return { nodeId, containerId: id, generation: 1 }
}

function mounts({ deploy, current }: AppSnapshot, step: Step & { kind: 'place' }, volume: string): boolean {
  const release = [deploy?.release, current].find((one) => one?.id === step.releaseId)
  return release?.volumes.some((mount) => mount.volume === volume && mount.process === step.process) ?? false
}

/** A change that the node must learn of: the generation grows with it. */
async function touch(
  tx: Tx,
  id: string,
  data: Pick<
    Prisma.ContainerUncheckedUpdateInput,
    'desired' | 'desiredBy' | 'stopCause' | 'restartNonce' | 'routed' | 'releaseId' | 'limitsRefused'
  >,
): Promise<Touched> {
  const row = await tx.container.update({ where: { id }, data: { ...data, generation: { increment: 1 } } })
  return { nodeId: row.nodeId, containerId: id, generation: row.generation }
}

async function set(
  tx: Tx,
  id: string,
  data: { routed: boolean; drainingAt: Date | null },
): Promise<'written'> {
  await tx.container.update({ where: { id }, data })
  return 'written'
}

function concernsDoor(step: Step): boolean {
  switch (step.kind) {
    case 'route':
    case 'unroute':
    case 'drain':
    case 'renew':
    case 'succeed':
    case 'fail':
    case 'delete-app':
      return true
    case 'want':
    case 'adopt':
    case 'place':
    case 'forget':
    case 'progress':
    case 'begin-release':
    case 'drained':
      return false
  }
}
