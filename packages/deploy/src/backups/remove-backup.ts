import type { Db, VolumeBackup } from '@berth/db'
import { archiveKey, manifestKey } from './backup-keys.ts'
import type { BackupBucket } from './ports.ts'

/** The manifest goes first: without it there is no backup, whatever becomes of the rest. */
export async function removeBackup(
  db: Pick<Db, 'volumeBackup'>,
  bucket: Pick<BackupBucket, 'remove'>,
  { id, tenantId, volumeName }: Pick<VolumeBackup, 'id' | 'tenantId' | 'volumeName'>,
): Promise<void> {
  await bucket.remove(manifestKey(volumeName, id))
  await bucket.remove(archiveKey(volumeName, id))
  await db.volumeBackup.deleteMany({ where: { id, tenantId } })
}

/** Of what was made by schedule, here and of this volume, the newest stay. */
export async function removeOld(
  db: Pick<Db, 'volumeBackup'>,
  bucket: Pick<BackupBucket, 'remove'>,
  { id: volumeId, backupKeep }: { readonly id: string; readonly backupKeep: number },
): Promise<void> {
  const old = await db.volumeBackup.findMany({
    where: { volumeId, origin: 'schedule', own: true },
    orderBy: { takenAt: 'desc' },
    skip: backupKeep,
  })
  for (const backup of old) await removeBackup(db, bucket, backup)
}
