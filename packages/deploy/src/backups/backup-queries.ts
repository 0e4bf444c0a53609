import { type Db, forTenant, type VolumeBackup, type VolumeTransfer } from '@berth/db'
import type {
  BackupScheduleView,
  VolumeBackupsView,
  VolumeBackupView,
  VolumeTransferView,
} from '@berth/protocol'
import { z } from 'zod'
import { targetView } from './read-target.ts'

const MOST_BACKUPS = 500
const MOST_TRANSFERS = 20

const originSchema = z.enum(['asked', 'schedule'])
const kindSchema = z.enum(['backup', 'restore'])
const stateSchema = z.enum(['waiting', 'running', 'done', 'failed'])

/** Of the tenant, or of one volume; also of a name that is no volume here any more. */
export async function readBackups(
  db: Db,
  { tenantId, volume }: { readonly tenantId: string; readonly volume?: string | undefined },
): Promise<VolumeBackupsView> {
  const own = forTenant(db, tenantId)
  const of = volume === undefined ? {} : { volume: { name: volume } }
  const [target, backups, transfers, one] = await Promise.all([
    own.backupTarget.findFirst(),
    own.volumeBackup.findMany({
      where: volume === undefined ? {} : { volumeName: volume },
      orderBy: { takenAt: 'desc' },
      take: MOST_BACKUPS,
    }),
    own.volumeTransfer.findMany({
      where: of,
      include: { volume: { select: { name: true } } },
      orderBy: { createdAt: 'desc' },
      take: MOST_TRANSFERS,
    }),
    volume === undefined ? null : own.volume.findFirst({ where: { name: volume, deletedAt: null } }),
  ])
  return {
    target: target && targetView(target),
    schedule: one && scheduleOf(one),
    backups: backups.map(backupView),
    transfers: transfers.map((row) => transferView(row, row.volume.name)),
  }
}

function scheduleOf(volume: {
  readonly backupEvery: string | null
  readonly backupKeep: number
  readonly backupDueAt: Date | null
}): BackupScheduleView | null {
  const { backupEvery: every, backupKeep: keep, backupDueAt: dueAt } = volume
  return (every === 'daily' || every === 'weekly') && dueAt ? { every, keep, dueAt } : null
}

function backupView(row: VolumeBackup): VolumeBackupView {
  const { id, volumeName: volume, appName: app, digest, own, takenAt, createdBy } = row
  return {
    ...{ id, volume, app, digest, own, takenAt, createdBy },
    origin: originSchema.parse(row.origin),
    bytes: Number(row.bytes),
    storedBytes: Number(row.storedBytes),
    limitBytes: Number(row.limitBytes),
  }
}

function transferView(row: VolumeTransfer, volume: string): VolumeTransferView {
  const { id, backupId: backup, reason, createdAt, createdBy, endedAt } = row
  return {
    ...{ id, volume, backup, reason, createdAt, createdBy, endedAt },
    kind: kindSchema.parse(row.kind),
    origin: originSchema.parse(row.origin),
    state: stateSchema.parse(row.state),
    movedBytes: Number(row.movedBytes),
    totalBytes: Number(row.totalBytes),
  }
}
