import { type Db, Prisma, type Tx } from '@berth/db'

/** `freed`: nobody else in storage has them. `quota`: no other repository of the tenant. `shared`: others go on using them. */
export type FreedBytes = { readonly freed: number; readonly quota: number; readonly shared: number }

type Row = { freed: bigint; quota: bigint; shared: bigint }

/** Of what these manifests name and no other manifest of their repository does. */
export async function bytesOfManifests(
  db: Db | Tx,
  repository: { readonly id: string; readonly tenantId: string | null },
  digests: readonly string[],
): Promise<FreedBytes> {
  const gone = Prisma.sql`${[...digests]}::text[]`
  return sum(
    db,
    repository,
    Prisma.sql`l.digest IN (
      SELECT DISTINCT n.digest FROM "Manifest" m, unnest(m."references") AS n(digest)
      WHERE m."repositoryId" = ${repository.id} AND m.digest = ANY(${gone}))
    AND NOT EXISTS (
      SELECT 1 FROM "Manifest" other WHERE other."repositoryId" = ${repository.id}
      AND other."references" @> ARRAY[l.digest] AND other.digest <> ALL(${gone}))`,
  )
}

/** Of everything that a repository links. */
export function bytesOfRepository(
  db: Db | Tx,
  repository: { readonly id: string; readonly tenantId: string | null },
): Promise<FreedBytes> {
  return sum(db, repository, Prisma.sql`true`)
}

async function sum(
  db: Db | Tx,
  { id, tenantId }: { readonly id: string; readonly tenantId: string | null },
  which: Prisma.Sql,
): Promise<FreedBytes> {
  const elsewhere = Prisma.sql`EXISTS (SELECT 1 FROM "RepositoryBlob" o
    WHERE o.digest = l.digest AND o."repositoryId" <> ${id})`
  const ofTenant = Prisma.sql`EXISTS (SELECT 1 FROM "RepositoryBlob" o JOIN "Repository" r ON r.id = o."repositoryId"
    WHERE o.digest = l.digest AND o."repositoryId" <> ${id} AND r."tenantId" = ${tenantId})`
  const [row] = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT COALESCE(sum(b.size) FILTER (WHERE NOT ${elsewhere}), 0)::bigint AS freed,
      COALESCE(sum(b.size) FILTER (WHERE NOT ${ofTenant}), 0)::bigint AS quota,
      COALESCE(sum(b.size) FILTER (WHERE ${elsewhere}), 0)::bigint AS shared
    FROM "RepositoryBlob" l JOIN "Blob" b ON b.digest = l.digest
    WHERE l."repositoryId" = ${id} AND ${which}`)
  return {
    freed: Number(row?.freed ?? 0n),
    quota: Number(row?.quota ?? 0n),
    shared: Number(row?.shared ?? 0n),
  }
}
