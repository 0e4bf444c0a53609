import { type Db, Prisma } from '@berth/db'

/**
 * What is held, as a table `held` of a recursive query. The roots: what a tag points to, what a release of an app that
 * is not destroyed runs, and what was pushed by its digest alone. From there on: what an index or a manifest
 * names, and whatever has one of these as its subject.
 */
const HELD = Prisma.sql`
  WITH RECURSIVE held AS (
    SELECT m."repositoryId", m.digest FROM "Manifest" m
    WHERE (NOT m.named AND m.subject IS NULL)
      OR EXISTS (SELECT 1 FROM "Tag" t WHERE t."repositoryId" = m."repositoryId" AND t.digest = m.digest)
      OR EXISTS (
        SELECT 1 FROM "Release" r JOIN "App" a ON a.id = r."appId" JOIN "Repository" o ON o.name = r.repository
        WHERE a."deletedAt" IS NULL AND o.id = m."repositoryId" AND r.digest = m.digest)
    UNION
    SELECT c."repositoryId", c.digest FROM held h
    JOIN "Manifest" p ON p."repositoryId" = h."repositoryId" AND p.digest = h.digest
    JOIN "Manifest" c ON c."repositoryId" = p."repositoryId"
      AND (c.digest = ANY (p."references") OR c.subject = p.digest)
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
