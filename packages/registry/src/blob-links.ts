import { BerthError, type Clock } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { RepositoryName } from './names.ts'
import { settleQuota } from './quota/settle.ts'

/** A lease is renewed only when it is this old: pushes ask for the same blobs again and again. */
const RENEW_AFTER_MS = 10 * 60_000

/** `uploadId`: the upload that ends with it. */
export type LinkedBlob = {
  readonly repositoryId: string
  readonly digest: string
  readonly size: number
  readonly uploadId?: string
}

/** Error: registry.blob_unknown. */
export function blobUnknown(name: RepositoryName, digest: string): BerthError {
  return new BerthError('registry.blob_unknown', `${name.full} has no blob ${digest}`, {
    details: { repository: name.full, digest },
  })
}

/**
 * To be called before content is put in its place: it waits for a removal of the same digest that is under way, and
 * from then on nobody removes it while its lease lasts. An announcement alone makes nothing readable.
 */
export async function announceBlob(
  db: Db,
  { digest, size }: { digest: string; size: number },
  now: Date,
): Promise<void> {
  // One statement: `DO UPDATE` waits for whoever deletes the row, where a read before a write would not. Not synced:
  // the link is, and this with it; a Postgres that dies before has it neither way, and the link is refused.
  await db.$prepared`
    INSERT INTO "Blob" (digest, size, "createdAt", "leasedAt")
    SELECT ${digest}, ${size}::bigint, ${now}::timestamp, ${now}::timestamp
    FROM (SELECT set_config('synchronous_commit', 'off', true)) AS unsynced
    ON CONFLICT (digest) DO UPDATE SET "leasedAt" = GREATEST("Blob"."leasedAt", EXCLUDED."leasedAt")`
}

/**
 * Makes a blob visible in a repository, whose content was announced and is stored. Rows are locked in one order
 * everywhere: blob, upload, the tenant's usage (by triggers, at the end of the statement). Errors: registry.quota_exceeded, registry.blob_upload_unknown when
 * storing it took longer than its lease.
 */
export async function linkBlob(tx: Tx, blob: LinkedBlob, now: Date): Promise<void> {
  const { repositoryId, digest, size, uploadId = null } = blob
  const [done] = await tx.$queryRaw<{ announced: boolean; linked: boolean }[]>`
    WITH announced AS (
      UPDATE "Blob" SET size = ${size}::bigint, "leasedAt" = ${now}::timestamp, "missingAt" = NULL
      WHERE digest = ${digest} RETURNING digest
    ), ended AS (
      DELETE FROM "Upload" u USING announced WHERE u.id = ${uploadId}
    ), linked AS (
      INSERT INTO "RepositoryBlob" ("repositoryId", digest, "createdAt")
      SELECT ${repositoryId}, digest, ${now}::timestamp FROM announced
      ON CONFLICT DO NOTHING RETURNING digest
    )
    SELECT EXISTS (SELECT FROM announced) AS announced, EXISTS (SELECT FROM linked) AS linked`
  if (!done?.announced)
    throw new BerthError('registry.blob_upload_unknown', `storing ${digest} took too long: push it again`)
  if (done.linked) await settleQuota(tx, { repositoryId, digest, added: size, now })
}

/** Links a blob of one repository into another. False when the source does not have it any more. */
export async function mountBlob(
  tx: Tx,
  source: LinkedBlob,
  repositoryId: string,
  now: Date,
): Promise<boolean> {
  const { digest, size } = source
  // the lease first, which waits for collection: only then is it certain what the source links
  await tx.blob.updateMany({ where: { digest }, data: { leasedAt: now } })
  const linked = await tx.repositoryBlob.count({ where: { repositoryId: source.repositoryId, digest } })
  if (linked === 0) return false
  await addLink(tx, { repositoryId, digest, size }, now)
  return true
}

async function addLink(tx: Tx, { repositoryId, digest, size }: LinkedBlob, now: Date): Promise<void> {
  const { count } = await tx.repositoryBlob.createMany({
    data: [{ repositoryId, digest, createdAt: now }],
    skipDuplicates: true,
  })
  if (count > 0) await settleQuota(tx, { repositoryId, digest, added: size, now })
}

/**
 * Who is told that a blob exists will not upload it: collection must leave it alone for a while. False when it went
 * before its lease was renewed.
 */
export async function keepLinked(
  { db, clock }: { db: Db; clock: Clock },
  { repositoryId, digest, leasedAt }: LinkedBlob & { readonly leasedAt: Date },
): Promise<boolean> {
  const now = clock.now()
  if (now.getTime() - leasedAt.getTime() < RENEW_AFTER_MS) return true
  await db.blob.updateMany({ where: { digest }, data: { leasedAt: now } })
  return (await db.repositoryBlob.count({ where: { repositoryId, digest } })) > 0
}
