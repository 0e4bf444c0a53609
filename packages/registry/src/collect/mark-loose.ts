import { type Db, Prisma } from '@berth/db'
import { STANDING_TAG } from '../face/referrer-kind.ts'

/** Over all images of a platform; nothing is lost when it takes longer, and the next run begins anew. */
const MARKING = { maxWait: 10_000, timeout: 5 * 60_000 } as const

/**
 * What is held, as a table `held` of a recursive query. The roots: what a tag points to, what a release of an app that
 * is not destroyed runs (unless it was given up), and what was pushed by its digest alone. From there on: what an index or a manifest
 * names, and whatever has one of these as its subject, or stands under a tag for it: each by an index of its own, as an OR would read all manifests of
 * a repository for each one that is held.
 */
const HELD = Prisma.sql`
  WITH RECURSIVE held AS (
    SELECT m."repositoryId", m.digest, m."references" FROM "Manifest" m
    WHERE (NOT m.named AND m.subject IS NULL)
      OR EXISTS (
        SELECT 1 FROM "Tag" t WHERE t."repositoryId" = m."repositoryId" AND t.digest = m.digest
        AND NOT (t.name ~ ${STANDING_TAG} AND EXISTS (
          SELECT 1 FROM "Manifest" s WHERE s."repositoryId" = t."repositoryId" AND s.digest <> t.digest
          AND s.digest = replace(split_part(t.name, '.', 1), '-', ':'))))
      OR EXISTS (
        SELECT 1 FROM "Release" r JOIN "App" a ON a.id = r."appId" JOIN "Repository" o ON o.name = r.repository
        WHERE a."deletedAt" IS NULL AND r."givenUpAt" IS NULL
        AND o.id = m."repositoryId" AND r.digest = m.digest)
    UNION
    SELECT h."repositoryId", c.digest, c."references" FROM held h CROSS JOIN LATERAL (
      SELECT m.digest, m."references" FROM "Manifest" m
      WHERE m."repositoryId" = h."repositoryId" AND m.digest = ANY (h."references")
      UNION ALL
      SELECT m.digest, m."references" FROM "Manifest" m
      WHERE m."repositoryId" = h."repositoryId" AND m.subject = h.digest
      UNION ALL
      SELECT m.digest, m."references" FROM "Tag" t
      JOIN "Manifest" m ON m."repositoryId" = t."repositoryId" AND m.digest = t.digest
      WHERE t."repositoryId" = h."repositoryId" AND t.name IN (
        replace(h.digest, ':', '-'), replace(h.digest, ':', '-') || '.sig',
        replace(h.digest, ':', '-') || '.att', replace(h.digest, ':', '-') || '.sbom')
    ) c
  )`

/**
 * Notes since when a manifest is held by nothing, and forgets it of those that are held again. Deletes nothing. What is
 * pushed or tagged meanwhile may be noted wrongly by the first statement, and the second, which looks later, sees it.
 * Neither waits for anybody, so that no push and collection wait for each other: what is locked is left to the next run.
 */
export async function markLoose(db: Db, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`${HELD}, loose AS (
        SELECT m."repositoryId", m.digest FROM "Manifest" m
        WHERE m."looseAt" IS NULL AND NOT EXISTS (
          SELECT 1 FROM held h WHERE h."repositoryId" = m."repositoryId" AND h.digest = m.digest)
        FOR NO KEY UPDATE SKIP LOCKED)
      UPDATE "Manifest" m SET "looseAt" = ${now}
      FROM loose l WHERE m."repositoryId" = l."repositoryId" AND m.digest = l.digest`
    await tx.$executeRaw`${HELD}, again AS (
        SELECT m."repositoryId", m.digest FROM "Manifest" m
        WHERE m."looseAt" IS NOT NULL AND EXISTS (
          SELECT 1 FROM held h WHERE h."repositoryId" = m."repositoryId" AND h.digest = m.digest)
        FOR NO KEY UPDATE SKIP LOCKED)
      UPDATE "Manifest" m SET "looseAt" = NULL
      FROM again a WHERE m."repositoryId" = a."repositoryId" AND m.digest = a.digest`
  }, MARKING)
}
