import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { BackupBucket, BackupDesk, OpenBucket } from './ports.ts'
import { findTarget, openTarget, openTargetSecret, type TargetDeps } from './read-target.ts'
import { removeBackup } from './remove-backup.ts'
import { scanBucket } from './scan-bucket.ts'

/** What control does in buckets because somebody asked for it now. */
export function createBackupDesk(
  deps: TargetDeps & { readonly db: Db; readonly openBucket: OpenBucket },
): BackupDesk {
  const { db, secrets } = deps
  return {
    check: async (tenantId, address, secret) => {
      const kept = secret ?? (await openTargetSecret(secrets, await findTarget(db, tenantId)))
      await within(await deps.openBucket(address, kept), (bucket) => bucket.check())
    },
    scan: async (tenantId) =>
      within(await openTarget(deps, tenantId), (bucket) => scanBucket(db, bucket, tenantId)),
    remove: async (tenantId, id) => {
      const backup = await db.volumeBackup.findFirst({ where: { id, tenantId } })
      if (!backup) throw new BerthError('backup.not_found', `there is no backup ${id}`)
      await within(await openTarget(deps, tenantId), (bucket) => removeBackup(db, bucket, backup))
    },
  }
}

async function within<T>(bucket: BackupBucket, work: (bucket: BackupBucket) => Promise<T>): Promise<T> {
  try {
    return await work(bucket)
  } finally {
    bucket.close()
  }
}
