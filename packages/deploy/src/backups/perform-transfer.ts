import { BerthError } from '@berth/core'
import type { VolumeTransfer } from '@berth/db'
import type { BackupManifest } from './backup-manifest.ts'
import { bringBack } from './bring-back.ts'
import { makeBackup } from './make-backup.ts'
import type { BackupBucket } from './ports.ts'
import { openTarget } from './read-target.ts'
import { removeOld } from './remove-backup.ts'
import type { KeeperDeps } from './keeper-deps.ts'

type Watch = { readonly signal: AbortSignal; readonly onProgress: (bytes: number) => void }

/** What is in the bucket now; null after a restore. */
export type Outcome = { readonly manifest: Omit<BackupManifest, 'format' | 'version'> } | null

/** Errors: whatever ended it. */
export async function performTransfer(
  deps: KeeperDeps,
  transfer: VolumeTransfer,
  watch: Watch,
): Promise<Outcome> {
  const bucket = await openTarget(deps, transfer.tenantId)
  const cut = () => bucket.close()
  watch.signal.addEventListener('abort', cut, { once: true })
  try {
    if (transfer.kind === 'backup') return await backUp(deps, transfer, bucket, watch)
    await bringBack(deps, transfer, bucket, watch)
    return null
  } catch (error) {
    if (!watch.signal.aborted) throw error
    if (watch.signal.reason instanceof BerthError) throw watch.signal.reason
    throw new BerthError('backup.unreachable', 'nothing moved for too long: it is begun again', {
      cause: error,
    })
  } finally {
    watch.signal.removeEventListener('abort', cut)
    bucket.close()
  }
}

async function backUp(
  { db, nodes, clock, log }: KeeperDeps,
  { backupId: id, volumeId, tenantId, origin, createdBy: by }: VolumeTransfer,
  bucket: BackupBucket,
  { signal, onProgress }: Watch,
): Promise<Outcome> {
  const volume = await db.volume.findUniqueOrThrow({ where: { id: volumeId }, include: { app: true } })
  if (volume.deletedAt !== null || volume.nodeId === null)
    throw new BerthError('volume.not_found', `volume ${volume.name} was deleted meanwhile`)
  const subject = {
    ...{ id, volume: volume.name, app: volume.app?.name ?? null, tenant: tenantId, volumeId, by },
    takenAt: clock.now().toISOString(),
    origin: origin === 'schedule' ? ('schedule' as const) : ('asked' as const),
    limitBytes: Number(volume.bytes),
  }
  const archive = await makeBackup({
    ...{ bucket, subject, onProgress },
    archive: nodes.read(volume.nodeId, volumeId, signal),
  })
  // those that are there, before this one is: the newest stay when it is
  const kept = { id: volumeId, backupKeep: Math.max(0, volume.backupKeep - 1) }
  if (origin === 'schedule')
    await removeOld(db, bucket, kept).catch((error: unknown) =>
      log.warn({ err: error, volume: volumeId }, 'old backups stay until the next one'),
    )
  return { manifest: { ...subject, archive } }
}
