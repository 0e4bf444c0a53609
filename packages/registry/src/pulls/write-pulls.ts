import type { Db, Tx } from '@berth/db'
import type { Happening } from '@berth/protocol'
import type { RegistryHappenings } from '../happenings.ts'
import type { PullSums, Sums } from './sum-pulls.ts'

/** Adds to the rows that are still there, and tells of those pulls, together. */
export async function writePulls(
  { db, happenings }: { readonly db: Db; readonly happenings: RegistryHappenings },
  sums: PullSums,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await addToRepositories(tx, sums.byRepository)
    await addToManifests(tx, sums.byManifest)
    await addToTags(tx, sums.byTag)
    await happenings.note(tx, await tell(tx, sums))
  })
}

async function tell(tx: Tx, { pulls, byRepository }: PullSums): Promise<Happening[]> {
  const repositories = await tx.repository.findMany({
    where: { id: { in: [...byRepository.keys()] } },
    select: { id: true, name: true, tenantId: true },
  })
  const byId = new Map(repositories.map((repository) => [repository.id, repository]))
  return pulls.flatMap(({ repositoryId, digest, tag, count }) => {
    const repository = byId.get(repositoryId)
    if (!repository) return []
    return [{ kind: 'pull', tenantId: repository.tenantId, repository: repository.name, digest, tag, count }]
  })
}

async function addToRepositories(tx: Tx, sums: Sums): Promise<void> {
  const { ids, counts, times } = columns(sums)
  await tx.$executeRaw`
    UPDATE "Repository" r SET pulls = r.pulls + s.count, "pulledAt" = greatest(r."pulledAt", s.at)
    FROM unnest(${ids}::text[], ${counts}::int[], ${times}::timestamp[]) s(id, count, at)
    WHERE r.id = s.id`
}

async function addToManifests(tx: Tx, sums: Sums): Promise<void> {
  const { ids, names, counts, times } = columns(sums)
  await tx.$executeRaw`
    UPDATE "Manifest" m SET pulls = m.pulls + s.count, "pulledAt" = greatest(m."pulledAt", s.at)
    FROM unnest(${ids}::text[], ${names}::text[], ${counts}::int[], ${times}::timestamp[]) s(id, digest, count, at)
    WHERE m."repositoryId" = s.id AND m.digest = s.digest`
}

async function addToTags(tx: Tx, sums: Sums): Promise<void> {
  const { ids, names, counts, times } = columns(sums)
  await tx.$executeRaw`
    UPDATE "Tag" t SET pulls = t.pulls + s.count, "pulledAt" = greatest(t."pulledAt", s.at)
    FROM unnest(${ids}::text[], ${names}::text[], ${counts}::int[], ${times}::timestamp[]) s(id, name, count, at)
    WHERE t."repositoryId" = s.id AND t.name = s.name`
}

function columns(sums: Sums) {
  const rows = [...sums]
  return {
    ids: rows.map(([key]) => key.split(' ')[0] ?? ''),
    names: rows.map(([key]) => key.split(' ')[1] ?? ''),
    counts: rows.map(([, { count }]) => count),
    times: rows.map(([, { lastAt }]) => lastAt),
  }
}
