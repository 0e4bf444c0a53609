import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'

/** A lease is renewed only when it is this old: the same manifests are asked for all the time. */
const RENEW_AFTER_MS = 60 * 60_000

type Leased = { readonly repositoryId: string; readonly digest: string; readonly leasedAt: Date }

/**
 * Who is told that a manifest exists may rely on it: what is asked for is not collected. False when it went before
 * its lease was renewed.
 */
export async function keepManifest(
  { db, clock }: { db: Db; clock: Clock },
  { repositoryId, digest, leasedAt }: Leased,
): Promise<boolean> {
  const now = clock.now()
  if (now.getTime() - leasedAt.getTime() < RENEW_AFTER_MS) return true
  const { count } = await db.manifest.updateMany({ where: { repositoryId, digest }, data: { leasedAt: now } })
  return count > 0
}
