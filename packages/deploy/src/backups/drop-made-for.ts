import { recordEvent, type Tx, type Volume, type VolumeTransfer } from '@berth/db'
import { nearlyGone } from '../volumes/grace.ts'

/**
 * A volume that was made for a restore which failed, and never held anything, goes again: it would count for nothing.
 * Both were written at the same moment, which is how it is known.
 */
export async function dropMadeFor(
  tx: Tx,
  { id, kind, createdAt, createdBy: by }: Pick<VolumeTransfer, 'id' | 'kind' | 'createdAt' | 'createdBy'>,
  volume: Volume,
  now: Date,
): Promise<void> {
  const isMadeForIt = kind === 'restore' && createdAt.getTime() === volume.createdAt.getTime()
  if (!isMadeForIt || !(await isUntouched(tx, id, volume))) return
  const { id: volumeId, tenantId, name } = volume
  const data = { deletedAt: nearlyGone(now), deletedBy: by }
  await tx.volume.update({ where: { id: volumeId }, data })
  const message = `volume ${name} was deleted: it was made for a backup that was not brought back`
  await recordEvent(tx, { tenantId, type: 'volume.deleted', message, by, data: { volume: name } })
}

async function isUntouched(tx: Tx, transfer: string, volume: Volume): Promise<boolean> {
  const { id: volumeId, appId, deletedAt, usedBytes, every, backupEvery } = volume
  if (appId !== null || deletedAt !== null || usedBytes > 0n || every !== null || backupEvery !== null)
    return false
  const others = await Promise.all([
    tx.volumeSnapshot.count({ where: { volumeId, state: { not: 'removing' } } }),
    tx.volumeTask.count({ where: { volumeId } }),
    tx.volumeTransfer.count({ where: { volumeId, id: { not: transfer } } }),
  ])
  return others.every((count) => count === 0)
}
