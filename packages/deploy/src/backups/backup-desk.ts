import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { BackupBucket, BackupDesk, OpenBucket } from './ports.ts'
import { findTarget, openTarget, openTargetSecret, type TargetDeps } from './read-target.ts'
import { removeBackup } from './remove-backup.ts'
import { scanBucket } from './scan-bucket.ts'

/** Somebody waits for it, and a bucket that answers slowly would hold what it takes. */
const CHECK_MS = 60_000
const SCAN_MS = 120_000
/** Of one tenant, and each takes memory for what its bucket answers. */
const MOST_AT_ONCE = 4

/** What control does in buckets because somebody asked for it now. */
export function createBackupDesk(
  deps: TargetDeps & {
    readonly db: Db
    readonly openBucket: OpenBucket
    /** absent: a minute, and two for a scan */
    readonly withinMs?: number
  },
): BackupDesk {
  const { db, secrets, withinMs } = deps
  const [checkMs, scanMs] = [withinMs ?? CHECK_MS, withinMs ?? SCAN_MS]
  const running = new Map<string, number>()

  const inTurn = async <T>(tenantId: string, work: () => Promise<T>): Promise<T> => {
    const own = running.get(tenantId) ?? 0
    if (own >= MOST_AT_ONCE) throw busy()
    running.set(tenantId, own + 1)
    try {
      return await work()
    } finally {
      const left = (running.get(tenantId) ?? 1) - 1
      if (left > 0) running.set(tenantId, left)
      else running.delete(tenantId)
    }
  }

  return {
    check: (tenantId, address, secret) =>
      inTurn(tenantId, async () => {
        const kept = secret ?? (await openTargetSecret(secrets, await findTarget(db, tenantId)))
        await within(checkMs, await deps.openBucket(address, kept), (bucket) => bucket.check())
      }),
    scan: (tenantId) =>
      inTurn(tenantId, async () =>
        within(scanMs, await openTarget(deps, tenantId), (bucket) => scanBucket(db, bucket, tenantId)),
      ),
    remove: (tenantId, id) =>
      inTurn(tenantId, async () => {
        const backup = await db.volumeBackup.findFirst({ where: { id, tenantId } })
        if (!backup) throw new BerthError('backup.not_found', `there is no backup ${id}`)
        await within(checkMs, await openTarget(deps, tenantId), (bucket) => removeBackup(db, bucket, backup))
      }),
  }
}

function busy(): BerthError {
  return new BerthError(
    'backup.running',
    `${MOST_AT_ONCE} calls of your bucket are under way already: wait until one is done`,
  )
}

/** Error: backup.unreachable, when it is not done in time. */
async function within<T>(
  ms: number,
  bucket: BackupBucket,
  work: (bucket: BackupBucket) => Promise<T>,
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(tooSlow(ms)), ms)
  try {
    return await Promise.race([work(bucket), late])
  } finally {
    clearTimeout(timer)
    bucket.close()
  }
}

function tooSlow(ms: number): BerthError {
  return new BerthError(
    'backup.unreachable',
    `the bucket was not looked at within ${ms / 1000} s: it answers too slowly, or holds too much`,
  )
}
