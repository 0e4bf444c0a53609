import type { Tx } from '@berth/db'
import type { ImageUsage } from './decide-usage.ts'

export type TenantUsage = {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly usage: ImageUsage
  readonly warned: boolean
}

type Row = {
  id: string
  name: string
  images: bigint
  bytes: bigint
  reserved: bigint
  warnedAt: Date | null
}

/** Of the tenant that a repository belongs to; undefined for the library and mirrors, which have no such limit. */
export async function usageOfRepository(
  tx: Pick<Tx, '$queryRaw'>,
  repositoryId: string,
): Promise<TenantUsage | undefined> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT t.id, t.name, t.images, coalesce(u.bytes, 0) AS bytes, coalesce(u.reserved, 0) AS reserved, u."warnedAt"
    FROM "Repository" r JOIN "Tenant" t ON t.id = r."tenantId" LEFT JOIN "ImageUsage" u ON u."tenantId" = t.id
    WHERE r.id = ${repositoryId}`
  return rows[0] && toUsage(rows[0])
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockUsage(
  tx: Pick<Tx, '$queryRaw' | '$executeRaw'>,
  repositoryId: string,
): Promise<TenantUsage | undefined> {
  await tx.$executeRaw`
    INSERT INTO "ImageUsage" ("tenantId")
    SELECT "tenantId" FROM "Repository" WHERE id = ${repositoryId} AND "tenantId" IS NOT NULL
    ON CONFLICT DO NOTHING`
  const rows = await tx.$queryRaw<Row[]>`
    SELECT t.id, t.name, t.images, u.bytes, u.reserved, u."warnedAt"
    FROM "Repository" r JOIN "Tenant" t ON t.id = r."tenantId" JOIN "ImageUsage" u ON u."tenantId" = t.id
    WHERE r.id = ${repositoryId} FOR UPDATE OF u`
  return rows[0] && toUsage(rows[0])
}

function toUsage({ id, name, images, bytes, reserved, warnedAt }: Row): TenantUsage {
  const usage = { bytes: Number(bytes), reserved: Number(reserved), limit: Number(images) }
  return { tenant: { id, name }, usage, warned: warnedAt !== null }
}
