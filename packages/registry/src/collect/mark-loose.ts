import { type Db, Prisma } from '@berth/db'

/**
 * What is held, as a table `held` of a recursive query. The roots: what a tag points to, what a release of an app that
 * is not destroyed runs, and what was pushed by its digest alone. From there on: what an index or a manifest
 * names, and whatever has one of these as its subject: each by an index of its own, as an OR would read all manifests of
 * a repository for each one that is held.
 */
const HELD = Prisma.sql`
  WITH RECURSIVE held AS (
    SELECT m."repositoryId", m.digest, m."references" FROM "Manifest" m
    WHERE (NOT m.named AND m.subject IS NULL)
      OR EXISTS (SELECT 1 FROM "Tag" t WHERE t."repositoryId" = m."repositoryId" AND t.digest = m.digest)
      OR EXISTS (
        SELECT 1 FROM "Release" r JOIN "App" a ON a.id = r."appId" JOIN "Repository" o ON o.name = r.repository
        WHERE a."deletedAt" IS NULL AND o.id = m."repositoryId" AND r.digest = m.digest)
    UNION
    SELECT h."repositoryId", c.digest, c."references" FROM held h CROSS JOIN LATERAL (
      SELECT m.digest, m."references" FROM "Manifest" m
      WHERE m."repositoryId" = h."repositoryId" AND m.digest = ANY (h."references")
      UNION ALL
      SELECT m.digest, m."references" FROM "Manifest" m
      WHERE m."repositoryId" = h."repositoryId" AND m.subject = h.digest
    ) c
  )`

/** Notes since when a manifest is held by nothing, and forgets it of those that are held again. Deletes nothing. */
export async function markLoose(db: Db, now: Date): Promise<void> {
  await db.$executeRaw`${HELD}
    UPDATE "Manifest" m SET "looseAt" = NULL
    FROM held h WHERE m."repositoryId" = h."repositoryId" AND m.digest = h.digest AND m."looseAt" IS NOT NULL`
  await db.$executeRaw`${HELD}
    UPDATE "Manifest" m SET "looseAt" = ${now}
    WHERE m."looseAt" IS NULL AND NOT EXISTS (
      SELECT 1 FROM held h WHERE h."repositoryId" = m."repositoryId" AND h.digest = m.digest)`
}
