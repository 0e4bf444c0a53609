import type { Db } from '@berth/db'

/** What collection would take: `manifests`, `blobs` and `bytes` now, `laterBytes` when leases and grace are over. */
export type Reclaimable = {
  readonly manifests: number
  readonly blobs: number
  readonly bytes: bigint
  readonly laterBytes: bigint
}

/** Ends of lease and grace, as far as `markLoose` has noted; deletes nothing. */
export async function measureReclaimable(
  db: Db,
  ends: { readonly leaseBefore: Date; readonly graceBefore: Date },
): Promise<Reclaimable> {
  const { leaseBefore, graceBefore } = ends
  const manifests = await db.manifest.count({
    where: { looseAt: { lt: graceBefore }, leasedAt: { lt: graceBefore } },
  })
  const [now] = await db.$queryRaw<{ blobs: bigint; bytes: bigint }[]>`
    WITH used AS (
      SELECT DISTINCT l.digest FROM "RepositoryBlob" l
      JOIN (
        SELECT "repositoryId", unnest("references") AS digest FROM "Manifest"
        WHERE "looseAt" IS NULL OR "looseAt" >= ${graceBefore} OR "leasedAt" >= ${graceBefore}
      ) m ON m."repositoryId" = l."repositoryId" AND m.digest = l.digest)
    SELECT count(*) AS blobs, coalesce(sum(size), 0)::bigint AS bytes FROM "Blob" b
    WHERE b."leasedAt" < ${leaseBefore} AND NOT EXISTS (SELECT 1 FROM used u WHERE u.digest = b.digest)`
  const [all] = await db.$queryRaw<{ bytes: bigint }[]>`
    WITH used AS (
      SELECT DISTINCT l.digest FROM "RepositoryBlob" l
      JOIN (
        SELECT "repositoryId", unnest("references") AS digest FROM "Manifest" WHERE "looseAt" IS NULL
      ) m ON m."repositoryId" = l."repositoryId" AND m.digest = l.digest)
    SELECT coalesce(sum(size), 0)::bigint AS bytes FROM "Blob" b
    WHERE NOT EXISTS (SELECT 1 FROM used u WHERE u.digest = b.digest)`
  const bytes = now?.bytes ?? 0n
  return { manifests, blobs: Number(now?.blobs ?? 0n), bytes, laterBytes: (all?.bytes ?? 0n) - bytes }
}
