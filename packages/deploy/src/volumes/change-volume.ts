import { BerthError, formatBytes, newId } from '@berth/core'
import type { Tx, Volume } from '@berth/db'
import type { VolumeView } from '@berth/protocol'
import { ACTIVE } from '../active.ts'
import { checkExtraDisk } from '../admission.ts'
import type { DeployContext } from '../context.ts'
import { inTenant } from '../locks.ts'
import type { Caller } from '../requests.ts'
import { addSnapshot } from './add-snapshot.ts'
import { createVolume, tellVolume } from './create-volume.ts'
import { findVolume, refuseRestoring, type VolumeTarget } from './find-volume.ts'
import { isGone } from './grace.ts'
import { isMounted } from './is-mounted.ts'
import { inUse, notMade, volumeNotFound } from './volume-errors.ts'
import type { Every } from './schedule/next-due.ts'
import { readVolume } from './volume-queries.ts'

type Told = { readonly type: string; readonly message: string }

/** Errors: name.invalid, volume.exists, quota.exceeded. */
export function newVolume(
  context: DeployContext,
  request: Caller & { name: string; bytes?: number | undefined; shared?: boolean | undefined },
): Promise<VolumeView> {
  return change(context, request, (tx) => createVolume(tx, request, request))
}

/** Errors beside the usual: input.invalid for less than it holds, quota.exceeded. */
export function resizeVolume(
  context: DeployContext,
  target: VolumeTarget & { readonly bytes: number },
): Promise<VolumeView> {
  const { bytes } = target
  return changeOne(context, target, async (tx, { id, name, usedBytes, bytes: before }) => {
    if (BigInt(bytes) < usedBytes) {
      const held = formatBytes(Number(usedBytes))
      throw new BerthError('input.invalid', `volume ${name} holds ${held}: remove something, or ask for more`)
    }
    await checkExtraDisk(tx, target.tenant.id, { before: Number(before), asked: bytes })
    await tx.volume.update({ where: { id }, data: { bytes: BigInt(bytes) } })
    return { type: 'volume.resized', message: `volume ${name} may hold ${formatBytes(bytes)}` }
  })
}

/** null: no more by themselves; those that are there stay. The first is due at once. */
export function scheduleSnapshots(
  context: DeployContext,
  target: VolumeTarget & { readonly every: Every | null; readonly keep: number },
): Promise<VolumeView> {
  const { every, keep } = target
  return changeOne(context, target, async (tx, { id, name }) => {
    const dueAt = every === null ? null : context.clock.now()
    await tx.volume.update({ where: { id }, data: { every, keep, dueAt } })
    const message =
      every === null
        ? `snapshots of volume ${name} are made only when asked for`
        : `a ${every} snapshot of volume ${name} is made, and the newest ${keep} are kept`
    return { type: 'volume.scheduled', message }
  })
}

/** Errors beside the usual: volume.busy, quota.exceeded. */
export function snapshotVolume(context: DeployContext, target: VolumeTarget): Promise<VolumeView> {
  return changeOne(context, target, async (tx, volume) => {
    const { id, name } = volume
    await refuseRestoring(tx, volume)
    if (!volume.made) throw notMade(volume)
    await checkExtraDisk(tx, target.tenant.id, { before: 0, asked: Number(volume.usedBytes) })
    const snapshotId = await addSnapshot(tx, volume, { origin: 'asked', by: target.by })
    await tx.volumeTask.create({
      data: { id: newId('volumeTask'), volumeId: id, kind: 'snapshot', snapshotId, createdBy: target.by },
    })
    return { type: 'volume.snapshot_asked', message: `a snapshot of volume ${name} is to be made` }
  })
}

/**
 * Brings a snapshot's state back: its app is stopped meanwhile, and what the volume held becomes a snapshot too. Errors
 * beside the usual: volume.snapshot_not_found, volume.busy, quota.exceeded.
 */
export function restoreVolume(
  context: DeployContext,
  target: VolumeTarget & { readonly snapshot: number },
): Promise<VolumeView> {
  return changeOne(context, target, async (tx, volume) => {
    const { id, name, appId } = volume
    await refuseRestoring(tx, volume)
    if (appId !== null && (await tx.deploy.count({ where: { appId, ...ACTIVE } })) > 0) {
      throw new BerthError(
        'volume.busy',
        `the app of volume ${name} is being deployed: wait until that is done`,
      )
    }
    const from = await findSnapshot(tx, volume, target.snapshot)
    if (from.state !== 'ready') throw new BerthError('volume.busy', `snapshot ${from.number} is not ready`)
    await checkExtraDisk(tx, target.tenant.id, { before: 0, asked: Number(volume.usedBytes) })
    const keepId = await addSnapshot(tx, volume, { origin: 'before-restore', by: target.by })
    await tx.volumeTask.create({
      data: {
        ...{ id: newId('volumeTask'), volumeId: id, kind: 'restore', snapshotId: from.id, keepId },
        createdBy: target.by,
      },
    })
    const message = `snapshot ${from.number} of volume ${name} is to be brought back`
    return { type: 'volume.restore_asked', message }
  })
}

/** Errors beside the usual: volume.snapshot_not_found, volume.busy. */
export function deleteSnapshot(
  context: DeployContext,
  target: VolumeTarget & { readonly snapshot: number },
): Promise<VolumeView> {
  return changeOne(context, target, async (tx, volume) => {
    await refuseRestoring(tx, volume)
    const { id, number } = await findSnapshot(tx, volume, target.snapshot)
    await tx.volumeSnapshot.update({ where: { id }, data: { state: 'removing' } })
    await tx.volumeTask.updateMany({
      where: { snapshotId: id, state: 'open' },
      data: { state: 'failed', reason: 'its snapshot was deleted' },
    })
    const message = `snapshot ${number} of volume ${volume.name} was deleted`
    return { type: 'volume.snapshot_deleted', message }
  })
}

/** It can be had back for a day. Errors beside the usual: volume.in_use, volume.busy. */
export function deleteVolume(context: DeployContext, target: VolumeTarget): Promise<VolumeView> {
  return changeOne(context, target, async (tx, volume) => {
    const { id, name, appId } = volume
    await refuseRestoring(tx, volume)
    if (await isMounted(tx, volume)) {
      const app = await tx.app.findUniqueOrThrow({ where: { id: appId ?? '' }, select: { name: true } })
      throw inUse(name, app.name)
    }
    const data = { deletedAt: context.clock.now(), deletedBy: target.by, appId: null }
    await tx.volume.update({ where: { id }, data })
    return { type: 'volume.deleted', message: `volume ${name} was deleted: it can be had back for a day` }
  })
}

/** The one of this name that was deleted last. Errors: volume.not_found, volume.exists. */
export function undeleteVolume(context: DeployContext, target: VolumeTarget): Promise<VolumeView> {
  const { tenant, volume: name } = target
  return change(context, target, async (tx) => {
    const row = await tx.volume.findFirst({
      where: { tenantId: tenant.id, name, deletedAt: { not: null } },
      orderBy: { deletedAt: 'desc' },
    })
    if (!row || isGone(row, context.clock.now())) throw volumeNotFound(name)
    if (await tx.volume.findFirst({ where: { tenantId: tenant.id, name, deletedAt: null } })) {
      throw new BerthError('volume.exists', `there is a volume "${name}" again: delete that one first`)
    }
    const data = { deletedAt: null, deletedBy: null }
    const back = await tx.volume.update({ where: { id: row.id }, data })
    await tellVolume(tx, target, back, { type: 'volume.undeleted', message: `volume ${name} was had back` })
    return back
  })
}

function changeOne(
  context: DeployContext,
  target: VolumeTarget,
  work: (tx: Tx, volume: Volume) => Promise<Told>,
): Promise<VolumeView> {
  return change(context, target, async (tx) => {
    const volume = await findVolume(tx, target)
    await tellVolume(tx, target, volume, await work(tx, volume))
    return volume
  })
}

/** Its node and its app's scheduler look again afterwards. */
async function change(
  { db, wake }: DeployContext,
  { tenant }: Caller,
  work: (tx: Tx) => Promise<Volume>,
): Promise<VolumeView> {
  const { id, nodeId, appId } = await inTenant(db, tenant.id, work)
  if (appId !== null) await wake.wakeScheduler('volume', appId)
  if (nodeId !== null) await wake.wakeNode(nodeId, [], 0)
  return readVolume(db, tenant.id, id)
}

async function findSnapshot(tx: Tx, { id: volumeId, name }: Volume, number: number) {
  const row = await tx.volumeSnapshot.findUnique({ where: { volumeId_number: { volumeId, number } } })
  if (row && row.state !== 'removing' && row.state !== 'importing') return row
  throw new BerthError('volume.snapshot_not_found', `volume ${name} has no snapshot ${number}`)
}
