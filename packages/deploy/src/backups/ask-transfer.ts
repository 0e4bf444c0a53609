import { BerthError, newId } from '@berth/core'
import type { Tx, Volume, VolumeBackup, VolumeTransfer } from '@berth/db'
import { refuseRestoring } from '../volumes/find-volume.ts'
import { notMade } from '../volumes/volume-errors.ts'

export const OPEN = ['waiting', 'running']

/** Errors: backup.running, volume.busy, backup.target_missing is the caller's. */
export async function askBackup(
  tx: Tx,
  volume: Volume,
  { by, origin }: { readonly by: string; readonly origin: 'asked' | 'schedule' },
): Promise<VolumeTransfer> {
  await refuseRunning(tx, volume)
  await refuseRestoring(tx, volume)
  if (!volume.made) throw notMade(volume)
  return add(tx, volume, {
    kind: 'backup',
    backupId: newId('backup'),
    totalBytes: volume.usedBytes,
    by,
    origin,
  })
}

/** `isNew`: the volume was made for it. Errors: backup.running, backup.damaged, volume.busy. */
export async function askRestore(
  tx: Tx,
  volume: Volume,
  { backup, by, isNew }: { readonly backup: VolumeBackup; readonly by: string; readonly isNew: boolean },
): Promise<VolumeTransfer> {
  await refuseRunning(tx, volume)
  await refuseRestoring(tx, volume)
  const { id: backupId, storedBytes: totalBytes } = backup
  const asked = { kind: 'restore', backupId, totalBytes, by, origin: 'asked' } as const
  return add(tx, volume, { ...asked, ...(isNew && { createdAt: volume.createdAt }) })
}

async function refuseRunning(tx: Tx, { id: volumeId, name }: Volume): Promise<void> {
  if ((await tx.volumeTransfer.count({ where: { volumeId, state: { in: OPEN } } })) === 0) return
  throw new BerthError(
    'backup.running',
    `a backup of volume ${name} is being made or brought back: wait until that is done`,
    { details: { volume: name } },
  )
}

function add(
  tx: Tx,
  { id: volumeId, tenantId }: Volume,
  asked: Pick<VolumeTransfer, 'kind' | 'backupId' | 'totalBytes' | 'origin'> & {
    readonly by: string
    readonly createdAt?: Date
  },
): Promise<VolumeTransfer> {
  const { by: createdBy, ...rest } = asked
  return tx.volumeTransfer.create({ data: { id: newId('transfer'), tenantId, volumeId, createdBy, ...rest } })
}
