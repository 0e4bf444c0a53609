import type { Db } from '@berth/db'

const TRANSACTION = { maxWait: 10_000, timeout: 60_000 } as const

/**
 * Counts anew what the images of those tenants take that are counted wrongly, from the links, manifests and uploads
 * themselves; returns the tenants' ids. The triggers leave nothing to do; a database put together by hand may.
 */
export async function recountUsage(db: Db): Promise<string[]> {
  const wrong = await countedWrongly(db)
  for (const tenantId of wrong) await recount(db, tenantId)
  return wrong
}

/** One query, so one moment: the triggers count in the transaction of what they count. */
async function countedWrongly(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH linked AS (
      SELECT r."tenantId", l.digest, count(*) AS links
      FROM "RepositoryBlob" l JOIN "Repository" r ON r.id = l."repositoryId"
      WHERE r."tenantId" IS NOT NULL GROUP BY r."tenantId", l.digest
    ), blobs AS (
      SELECT l."tenantId", sum(b.size) AS bytes FROM linked l JOIN "Blob" b USING (digest) GROUP BY l."tenantId"
    ), manifests AS (
      SELECT r."tenantId", sum(m.size) AS bytes
      FROM "Manifest" m JOIN "Repository" r ON r.id = m."repositoryId" GROUP BY r."tenantId"
    ), uploads AS (
      SELECT r."tenantId", sum(u.reserved) AS reserved
      FROM "Upload" u JOIN "Repository" r ON r.id = u."repositoryId" GROUP BY r."tenantId"
    ), miscounted AS (
      SELECT coalesce(l."tenantId", t."tenantId") AS "tenantId"
      FROM linked l FULL JOIN "TenantBlob" t ON t."tenantId" = l."tenantId" AND t.digest = l.digest
      WHERE l.links IS DISTINCT FROM t.links
    )
    SELECT t.id FROM "Tenant" t
    LEFT JOIN "ImageUsage" i ON i."tenantId" = t.id
    LEFT JOIN blobs b ON b."tenantId" = t.id
    LEFT JOIN manifests m ON m."tenantId" = t.id
    LEFT JOIN uploads u ON u."tenantId" = t.id
    WHERE coalesce(i.bytes, 0) <> coalesce(b.bytes, 0) + coalesce(m.bytes, 0)
      OR coalesce(i.reserved, 0) <> coalesce(u.reserved, 0)
      OR t.id IN (SELECT "tenantId" FROM miscounted)`
  return rows.map(({ id }) => id)
}

async function recount(db: Db, tenantId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const [tenant] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM "Tenant" WHERE id = ${tenantId} FOR KEY SHARE`
    // deleted meanwhile
    if (!tenant) return
    await tx.imageUsage.createMany({ data: [{ tenantId }], skipDuplicates: true })
    // every change of a link, manifest or upload waits for this row: what is read below is all there is
    await tx.$queryRaw`SELECT 1 FROM "ImageUsage" WHERE "tenantId" = ${tenantId} FOR UPDATE`
    await tx.tenantBlob.deleteMany({ where: { tenantId } })
    await tx.$executeRaw`
      INSERT INTO "TenantBlob" ("tenantId", digest, links)
      SELECT r."tenantId", l.digest, count(*) FROM "RepositoryBlob" l JOIN "Repository" r ON r.id = l."repositoryId"
      WHERE r."tenantId" = ${tenantId} GROUP BY r."tenantId", l.digest`
    await tx.$executeRaw`
      UPDATE "ImageUsage" SET
        bytes = coalesce((SELECT sum(b.size) FROM "TenantBlob" t JOIN "Blob" b USING (digest) WHERE t."tenantId" = ${tenantId}), 0)
          + coalesce((SELECT sum(m.size) FROM "Manifest" m JOIN "Repository" r ON r.id = m."repositoryId" WHERE r."tenantId" = ${tenantId}), 0),
        reserved = coalesce((SELECT sum(u.reserved) FROM "Upload" u JOIN "Repository" r ON r.id = u."repositoryId" WHERE r."tenantId" = ${tenantId}), 0)
      WHERE "tenantId" = ${tenantId}`
  }, TRANSACTION)
}
