import { BerthError, type Clock, newId } from '@berth/core'
import { type Db, recordEvent, type Tx } from '@berth/db'
import type { BucketAddress, VolumeBackupsView } from '@berth/protocol'
import { inTenant } from '../locks.ts'
import type { SecretBox } from '../ports.ts'
import type { Caller } from '../requests.ts'
import { createVolume, tellVolume } from '../volumes/create-volume.ts'
import { findVolume, type VolumeTarget } from '../volumes/find-volume.ts'
import type { Every } from '../volumes/schedule/next-due.ts'
import { askBackup, askRestore, OPEN } from './ask-transfer.ts'
import { readBackups } from './backup-queries.ts'
import type { BackupDesk } from './ports.ts'
import { refuseImpossible } from './possible-sizes.ts'
import { addressOf, findTarget, sealTargetSecret } from './read-target.ts'

/** Backups of a tenant's volumes in its own bucket. */
export type BackupService = {
  /** Of all, or of one volume; also of a name that is no volume any more. */
  list(request: Caller & { readonly volume?: string | undefined }): Promise<VolumeBackupsView>
  /**
   * Asks the bucket first, then keeps how it is reached and takes over what is in it. Without a secret the one that is
   * kept stays. Errors: backup.refused, backup.unreachable, backup.full, outbound.not_allowed, outbound.url_invalid,
   * backup.running, input.invalid.
   */
  setTarget(
    request: Caller & { readonly bucket: BucketAddress; readonly secret?: string | undefined },
  ): Promise<VolumeBackupsView>
  /** What is in the bucket stays there. Errors: backup.target_missing, backup.running. */
  removeTarget(request: Caller): Promise<void>
  /** Takes over what is in the bucket. */
  refresh(request: Caller): Promise<VolumeBackupsView>
  /** Errors: backup.target_missing, backup.running, volume.busy, volume.not_found. */
  start(target: VolumeTarget): Promise<VolumeBackupsView>
  /** null: no more by themselves; those that are there stay. The first is due at once. */
  schedule(
    target: VolumeTarget & { readonly every: Every | null; readonly keep: number },
  ): Promise<VolumeBackupsView>
  /** Into a volume that is made when it is not there. Errors: backup.not_found, backup.running, volume.busy, quota.exceeded. */
  restore(target: VolumeTarget & { readonly backup: string }): Promise<VolumeBackupsView>
  /** From the bucket, for good. Errors: backup.not_found, backup.running. */
  remove(target: Caller & { readonly backup: string }): Promise<void>
}

export function createBackupService(deps: {
  readonly db: Db
  readonly secrets: Pick<SecretBox, 'seal'>
  readonly desk: BackupDesk
  readonly clock: Clock
}): BackupService {
  const { db, desk, clock } = deps
  const list = ({ tenant, volume }: { tenant: Caller['tenant']; volume?: string | undefined }) =>
    readBackups(db, { tenantId: tenant.id, volume })

  return {
    list,

    setTarget: async (request) => {
      const { tenant, bucket, secret, by } = request
      const before = await db.backupTarget.findUnique({ where: { tenantId: tenant.id } })
      if (secret === undefined && before?.endpoint !== bucket.endpoint)
        throw new BerthError('input.invalid', 'the secret key is needed, as the address is another one')
      await desk.check(tenant.id, bucket, secret)
      const kept =
        secret === undefined ? {} : { secret: await sealTargetSecret(deps.secrets, tenant.id, secret) }
      await inTenant(db, tenant.id, async (tx) => {
        const data = { ...addressOf(bucket), ...kept, changedBy: by, changedAt: clock.now() }
        if (before && !isSamePlace(before, bucket)) await forget(tx, tenant.id)
        await tx.backupTarget.upsert({
          where: { tenantId: tenant.id },
          update: data,
          create: { secret: '', ...data, tenantId: tenant.id },
        })
        await audit(tx, request, 'backup.target_set', `${bucket.bucket}/${bucket.prefix}`)
      })
      const { unread } = await desk.scan(tenant.id)
      return { ...(await list(request)), unread }
    },

    removeTarget: (request) =>
      inTenant(db, request.tenant.id, async (tx) => {
        const tenantId = request.tenant.id
        const { bucket, prefix } = await findTarget(tx, tenantId)
        await forget(tx, tenantId)
        await tx.backupTarget.delete({ where: { tenantId } })
        await audit(tx, request, 'backup.target_removed', `${bucket}/${prefix}`)
      }),

    refresh: async (request) => {
      const { unread } = await desk.scan(request.tenant.id)
      return { ...(await list(request)), unread }
    },

    start: async (target) => {
      await inTenant(db, target.tenant.id, async (tx) => {
        const volume = await findVolume(tx, target)
        await findTarget(tx, target.tenant.id)
        await askBackup(tx, volume, { by: target.by, origin: 'asked' })
        const message = `a backup of volume ${volume.name} is to be made`
        await tellVolume(tx, target, volume, { type: 'volume.backup_asked', message })
      })
      return list(target)
    },

    schedule: async (target) => {
      const { every, keep } = target
      await inTenant(db, target.tenant.id, async (tx) => {
        const volume = await findVolume(tx, target)
        if (every !== null) await findTarget(tx, target.tenant.id)
        const backupDueAt = every === null ? null : clock.now()
        const data = { backupEvery: every, backupKeep: keep, backupDueAt }
        await tx.volume.update({ where: { id: volume.id }, data })
        const message =
          every === null
            ? `backups of volume ${volume.name} are made only when asked for`
            : `a ${every} backup of volume ${volume.name} is made, and the newest ${keep} are kept`
        await tellVolume(tx, target, volume, { type: 'volume.backups_scheduled', message })
      })
      return list(target)
    },

    restore: async (target) => {
      const { tenant, backup: id, by, volume: name } = target
      await inTenant(db, tenant.id, async (tx) => {
        const backup = await tx.volumeBackup.findFirst({ where: { id, tenantId: tenant.id } })
        if (!backup) throw notFound(id)
        await findTarget(tx, tenant.id)
        const there = await tx.volume.findFirst({
          where: { tenantId: tenant.id, name, sandboxId: null, deletedAt: null },
        })
        refuseImpossible({
          limitBytes: Number(backup.limitBytes),
          bytes: Number(backup.bytes),
          storedBytes: Number(backup.storedBytes),
        })
        const bytes = Math.max(Number(backup.limitBytes), LEAST_BYTES)
        const volume = there ?? (await createVolume(tx, target, { name, bytes }))
        await askRestore(tx, volume, { backup, by, isNew: !there })
        const message = `a backup of ${backup.takenAt.toISOString()} is to be brought back into volume ${name}`
        await tellVolume(tx, target, volume, { type: 'volume.backup_restore_asked', message })
      })
      return list(target)
    },

    remove: async (target) => {
      const { tenant, backup: id } = target
      const backup = await db.volumeBackup.findFirst({ where: { id, tenantId: tenant.id } })
      if (!backup) throw notFound(id)
      const used = { tenantId: tenant.id, backupId: id, state: { in: OPEN } }
      if ((await db.volumeTransfer.count({ where: used })) > 0)
        throw new BerthError('backup.running', 'this backup is being brought back: wait until that is done')
      await desk.remove(tenant.id, id)
      await db.$transaction(async (tx) => {
        const [message, data] = [
          `a backup of volume ${backup.volumeName} was removed from the bucket`,
          { volume: backup.volumeName },
        ]
        await recordEvent(tx, {
          ...{ tenantId: tenant.id, type: 'volume.backup_removed', message, by: target.by, data },
        })
        await audit(tx, target, 'volume.backup_removed', backup.volumeName)
      })
    },
  }
}

/** The least that a volume may be made with. */
const LEAST_BYTES = 16 * 1024 ** 2

function notFound(id: string): BerthError {
  return new BerthError('backup.not_found', `there is no backup ${id}: see berth volumes backups`)
}

function isSamePlace(a: BucketAddress, b: BucketAddress): boolean {
  return a.endpoint === b.endpoint && a.bucket === b.bucket && a.prefix === b.prefix
}

/** Rows of a bucket that is left; the bucket keeps what it has. Error: backup.running. */
async function forget(tx: Tx, tenantId: string): Promise<void> {
  if ((await tx.volumeTransfer.count({ where: { tenantId, state: { in: OPEN } } })) > 0)
    throw new BerthError('backup.running', 'a backup is being made or brought back: wait until that is done')
  await tx.volumeBackup.deleteMany({ where: { tenantId } })
}

async function audit(
  tx: Tx,
  { tenant, by, ip = null }: Caller,
  action: string,
  target: string,
): Promise<void> {
  const data = { id: newId('audit'), tenantId: tenant.id, by, ip, action, target, outcome: 'allowed' }
  await tx.audit.create({ data })
}
