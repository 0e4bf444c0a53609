import { BerthError, type Clock } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { RepositoryName } from './names.ts'

/** A lease is renewed only when it is this old: pushes ask for the same blobs again and again. */
const RENEW_AFTER_MS = 10 * 60_000

export type LinkedBlob = { readonly repositoryId: string; readonly digest: string; readonly size: number }

/** A blob as it is seen through a repository: without a link there it is not seen at all. */
export async function findLinkedBlob(
  db: Db,
  name: RepositoryName,
  digest: string,
): Promise<(LinkedBlob & { leasedAt: Date }) | undefined> {
  const row = await db.repositoryBlob.findFirst({
    where: { digest, repository: { name: name.full } },
    include: { blob: true },
  })
  if (!row) return undefined
  return { repositoryId: row.repositoryId, digest, size: Number(row.blob.size), leasedAt: row.blob.leasedAt }
}

/** Error: registry.blob_unknown. */
export function blobUnknown(name: RepositoryName, digest: string): BerthError {
  return new BerthError('registry.blob_unknown', `${name.full} has no blob ${digest}`, {
    details: { repository: name.full, digest },
  })
}

/** Makes a stored blob visible in a repository. The file is synced before. */
export async function linkBlob(tx: Tx, blob: LinkedBlob, now: Date): Promise<void> {
  const { repositoryId, digest } = blob
  // Two pushes of one layer meet here: neither may fail, so no upsert, which reads before it writes.
  await tx.blob.createMany({
    data: [{ digest, size: BigInt(blob.size), createdAt: now, leasedAt: now }],
    skipDuplicates: true,
  })
  await tx.blob.updateMany({ where: { digest }, data: { leasedAt: now } })
  await tx.repositoryBlob.createMany({
    data: [{ repositoryId, digest, createdAt: now }],
    skipDuplicates: true,
  })
}

/** Who was told that a blob exists will not upload it: collection must leave it alone for a while. */
export async function renewLease(
  { db, clock }: { db: Db; clock: Clock },
  blob: { digest: string; leasedAt: Date },
): Promise<void> {
  const now = clock.now()
  if (now.getTime() - blob.leasedAt.getTime() < RENEW_AFTER_MS) return
  await db.blob.updateMany({ where: { digest: blob.digest }, data: { leasedAt: now } })
}
