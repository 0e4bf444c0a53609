import { BerthError } from '@berth/core'
import type { VolumeTransfer } from '@berth/db'
import { beginImport, dropImport } from '../volumes/import-volume.ts'
import { archiveKey } from './backup-keys.ts'
import { ours } from './claim-transfer.ts'
import type { BackupBucket } from './ports.ts'
import type { KeeperDeps } from './keeper-deps.ts'
import { verified } from './verified.ts'

/**
 * The archive goes to the volume's node as an import does, whose last bytes leave only when its digest was right; what
 * became a snapshot there takes the place of what the volume holds.
 */
export async function bringBack(
  { db, wake, nodes }: KeeperDeps,
  transfer: VolumeTransfer,
  bucket: BackupBucket,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (bytes: number) => void },
): Promise<void> {
  const { tenantId, volumeId, backupId: id, createdBy: by, snapshotId } = transfer
  if (snapshotId !== null && (await hasArrived(db, snapshotId))) return // an attempt before this one did it
  const backup = await db.volumeBackup.findFirst({ where: { id, tenantId } })
  const content = backup && (await bucket.read(archiveKey(backup.volumeName, id)))
  if (!content) throw new BerthError('backup.not_found', `the bucket has no backup ${id} any more`)
  const { digest, storedBytes, bytes } = backup
  const begun = await beginImport({ db, wake }, { tenantId, volumeId, by, ip: null, bytes: Number(bytes) })
  const { nodeId, snapshot, bytes: most } = begun
  try {
    await db.volumeTransfer.updateMany({ where: ours(transfer), data: { snapshotId: snapshot } })
    const whole = verified(content, { digest, size: Number(storedBytes) })
    await nodes.write(nodeId, { volume: volumeId, snapshot, bytes: most }, counted(whole, onProgress), signal)
  } catch (error) {
    await dropImport(db, tenantId, snapshot)
    throw error
  }
}

/** Its node has told of it; then it is restored, or was. */
async function hasArrived(db: KeeperDeps['db'], id: string): Promise<boolean> {
  const begun = await db.volumeTask.count({ where: { snapshotId: id, kind: 'restore' } })
  if (begun > 0) return true
  return (await db.volumeSnapshot.count({ where: { id, state: 'ready' } })) > 0
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  onProgress: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of source) {
    onProgress((bytes += chunk.length))
    yield chunk
  }
}
