import type { MirrorDeps } from './mirror-deps.ts'

const BATCH = 10
/** What somebody is pulling right now is left to them. */
const GRACE_MS = 10 * 60_000

/**
 * Forgets the images of an upstream that were pulled longest ago, but nothing that a release names, and then the
 * blobs that nothing names any more. Returns how much went; files are removed by the collection.
 */
export async function evictOldest({ db, clock }: MirrorDeps, upstreamId: string): Promise<number> {
  const before = new Date(clock.now().getTime() - GRACE_MS)
  const manifests = await db.$executeRaw`
    WITH RECURSIVE used AS (
      SELECT m."repositoryId", m.digest, m."references" FROM "Manifest" m
        JOIN "Repository" r ON r.id = m."repositoryId" AND r."upstreamId" = ${upstreamId}
        JOIN "Release" l ON l.repository = r.name AND l.digest = m.digest AND l."givenUpAt" IS NULL
      UNION
      SELECT m."repositoryId", m.digest, m."references" FROM "Manifest" m
        JOIN used u ON u."repositoryId" = m."repositoryId" AND m.digest = ANY(u."references")
    ), oldest AS (
      SELECT m."repositoryId", m.digest FROM "Manifest" m
        JOIN "Repository" r ON r.id = m."repositoryId" AND r."upstreamId" = ${upstreamId}
      WHERE greatest(m."pulledAt", m."pushedAt", m."leasedAt") < ${before}
        AND NOT EXISTS (
          SELECT 1 FROM used u WHERE u."repositoryId" = m."repositoryId" AND u.digest = m.digest)
      ORDER BY greatest(m."pulledAt", m."pushedAt") LIMIT ${BATCH}
    )
    DELETE FROM "Manifest" m USING oldest o
    WHERE o."repositoryId" = m."repositoryId" AND o.digest = m.digest`
  const links = await db.$executeRaw`
    DELETE FROM "RepositoryBlob" l USING "Repository" r
    WHERE r.id = l."repositoryId" AND r."upstreamId" = ${upstreamId} AND l."createdAt" < ${before}
      AND NOT EXISTS (
        SELECT 1 FROM "Manifest" m
        WHERE m."repositoryId" = l."repositoryId" AND m."references" @> ARRAY[l.digest])`
  return manifests + links
}
