import type { Db } from '@berth/db'
import type { MirrorView } from '@berth/protocol'

/** All mirrors with what they hold, by prefix. */
export async function mirrorViews(db: Db): Promise<MirrorView[]> {
  const rows = await db.upstream.findMany({
    orderBy: { prefix: 'asc' },
    omit: { password: true, createdAt: true, updatedAt: true },
    include: { _count: { select: { repositories: { where: { manifests: { some: {} } } } } } },
  })
  const used = await usedBytes(db)
  return rows.map(({ _count, ...row }) => ({
    ...row,
    maxBytes: Number(row.maxBytes),
    hits: Number(row.hits),
    misses: Number(row.misses),
    usedBytes: used.get(row.id) ?? 0,
    repositories: _count.repositories,
  }))
}

async function usedBytes(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ id: string; bytes: bigint }[]>`
    SELECT l.id, sum(b.size)::bigint AS bytes FROM "Blob" b JOIN (
      SELECT DISTINCT r."upstreamId" AS id, l.digest FROM "RepositoryBlob" l
      JOIN "Repository" r ON r.id = l."repositoryId" WHERE r."upstreamId" IS NOT NULL
    ) l ON l.digest = b.digest GROUP BY l.id`
  return new Map(rows.map(({ id, bytes }) => [id, Number(bytes)]))
}
