import { BerthError, type Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import type { RepositoryName } from '../names.ts'
import { batched } from '../read/batched.ts'

/** Idle ones are a closure each; when there are so many they are made anew. */
const MAX_TENANTS = 1000

/** `uploadId`: the upload that it is the whole content of. */
export type SmallBlob = {
  readonly name: RepositoryName
  readonly digest: string
  readonly bytes: Uint8Array
  readonly uploadId: string | null
}

/**
 * Stores content in its row and links it, of which the digest was verified. False, and nothing is linked, where it is
 * not that simple: the upload has chunks already, it is the first push of a tenant or repository, a warning is due or
 * room is short. Then it goes the way of all content, where that is decided.
 */
export type LinkSmall = (blob: SmallBlob) => Promise<boolean>

/** One statement, and one sync of Postgres' log, for all that a tenant pushes meanwhile; no tenant waits for another. */
export function createLinkSmall(deps: { db: Db; clock: Clock; log: Logger }): LinkSmall {
  const byTenant = new Map<string, (blob: SmallBlob) => Promise<true | undefined>>()
  const ofTenant = (tenant: string) => {
    const known = byTenant.get(tenant)
    if (known) return known
    if (byTenant.size >= MAX_TENANTS) byTenant.clear()
    const link = batched((blobs: readonly SmallBlob[]) => linkAll(deps, tenant, blobs))
    byTenant.set(tenant, link)
    return link
  }
  return async (blob) => (await ofTenant(blob.name.owner)(blob)) ?? false
}

async function linkAll(
  deps: { db: Db; clock: Clock; log: Logger },
  tenant: string,
  blobs: readonly SmallBlob[],
): Promise<(true | undefined)[]> {
  try {
    const linked = await insertAll(deps.db, tenant, blobs, deps.clock.now())
    return blobs.map((_, i) => (linked.has(i + 1) ? true : undefined))
  } catch (error) {
    if (error instanceof BerthError) throw error
    // one of them met a deletion: each goes its own way, and who is to blame fails there
    deps.log.warn({ err: error, tenant, blobs: blobs.length }, 'small blobs were not linked together')
    return blobs.map(() => undefined)
  }
}

/**
 * Locks are taken in the order of all others: repositories, blobs, the tenant's usage. Row and content appear in one
 * transaction with the link, so that a removal of the same content comes before all of it or after. `fits` looks
 * before anything is stored, `room` again under the lock of the usage, which the triggers then count in: a limit is
 * never passed. Who has the blob already is counted as if not, which at worst takes the long way.
 */
async function insertAll(
  db: Db,
  tenant: string,
  blobs: readonly SmallBlob[],
  now: Date,
): Promise<ReadonlySet<number>> {
  const names = blobs.map(({ name }) => name.full)
  const digests = blobs.map(({ digest }) => digest)
  const contents = blobs.map(({ bytes }) => bytes)
  const uploads = blobs.map(({ uploadId }) => uploadId)
  const rows = await db.$prepared<{ i: bigint }>`
    WITH wanted AS MATERIALIZED (
      SELECT r.id AS repository, w.digest, w.content, w.i
      FROM unnest(${names}::text[], ${digests}::text[], ${contents}::bytea[], ${uploads}::text[])
        WITH ORDINALITY w(name, digest, content, upload, i)
      JOIN "Repository" r ON r.name = w.name
      WHERE NOT EXISTS (SELECT FROM "Upload" u WHERE u.id = w.upload)
      FOR KEY SHARE OF r
    ), more AS (
      SELECT coalesce(sum(length(content)), 0) AS bytes FROM wanted
    ), fits AS (
      SELECT t.id, t.images, more.bytes AS more
      FROM "Tenant" t JOIN "ImageUsage" u ON u."tenantId" = t.id, more
      WHERE t.name = ${tenant} AND u.bytes + u.reserved + more.bytes <= t.images
        AND (u."warnedAt" IS NOT NULL OR (u.bytes + more.bytes) * 5 < t.images * 4)
    ), stored AS (
      INSERT INTO "Blob" (digest, size, content, "createdAt", "leasedAt")
      SELECT DISTINCT ON (w.digest) w.digest, length(w.content), w.content, ${now}::timestamp, ${now}::timestamp
      FROM wanted w, fits ORDER BY w.digest
      ON CONFLICT (digest) DO UPDATE SET size = EXCLUDED.size, "missingAt" = NULL,
        content = coalesce("Blob".content, EXCLUDED.content),
        "leasedAt" = greatest("Blob"."leasedAt", EXCLUDED."leasedAt")
      RETURNING digest
    ), room AS (
      SELECT u."tenantId" FROM fits JOIN "ImageUsage" u ON u."tenantId" = fits.id, (SELECT count(*) AS n FROM stored) s
      WHERE s.n > 0 AND u.bytes + u.reserved + fits.more <= fits.images
        AND (u."warnedAt" IS NOT NULL OR (u.bytes + fits.more) * 5 < fits.images * 4)
      FOR UPDATE OF u
    ), linked AS (
      INSERT INTO "RepositoryBlob" ("repositoryId", digest, "createdAt")
      SELECT w.repository, w.digest, ${now}::timestamp FROM wanted w, room
      ON CONFLICT DO NOTHING
    )
    SELECT w.i FROM wanted w, room`
  return new Set(rows.map(({ i }) => Number(i)))
}
