import type { Db } from '@berth/db'

/**
 * Counts anew what every tenant's images take, from the links, manifests and uploads themselves; returns how many
 * tenants had been counted wrongly. The triggers leave nothing to do; a database put together by hand may.
 */
export async function recountUsage(db: Db): Promise<number> {
  const tenants = await db.tenant.findMany({ select: { id: true } })
  let wrong = 0
  for (const { id } of tenants) if (await recount(db, id)) wrong += 1
  return wrong
}

async function recount(db: Db, tenantId: string): Promise<boolean> {
  return db.$transaction(async (tx) => {
    await tx.imageUsage.createMany({ data: [{ tenantId }], skipDuplicates: true })
    // every change of a link, manifest or upload waits for this row: what is read below is all there is
    const before = await tx.$queryRaw<{ bytes: bigint; reserved: bigint }[]>`
      SELECT bytes, reserved FROM "ImageUsage" WHERE "tenantId" = ${tenantId} FOR UPDATE`
    await tx.tenantBlob.deleteMany({ where: { tenantId } })
    await tx.$executeRaw`
      INSERT INTO "TenantBlob" ("tenantId", digest, links)
      SELECT r."tenantId", l.digest, count(*) FROM "RepositoryBlob" l JOIN "Repository" r ON r.id = l."repositoryId"
      WHERE r."tenantId" = ${tenantId} GROUP BY r."tenantId", l.digest`
    const after = await tx.$queryRaw<{ bytes: bigint; reserved: bigint }[]>`
      UPDATE "ImageUsage" SET
        bytes = coalesce((SELECT sum(b.size) FROM "TenantBlob" t JOIN "Blob" b USING (digest) WHERE t."tenantId" = ${tenantId}), 0)
          + coalesce((SELECT sum(m.size) FROM "Manifest" m JOIN "Repository" r ON r.id = m."repositoryId" WHERE r."tenantId" = ${tenantId}), 0),
        reserved = coalesce((SELECT sum(u.reserved) FROM "Upload" u JOIN "Repository" r ON r.id = u."repositoryId" WHERE r."tenantId" = ${tenantId}), 0)
      WHERE "tenantId" = ${tenantId} RETURNING bytes, reserved`
    return before[0]?.bytes !== after[0]?.bytes || before[0]?.reserved !== after[0]?.reserved
  })
}
