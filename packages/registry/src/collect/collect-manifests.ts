import type { Db, Tx } from '@berth/db'

/** An index goes before its children, a subject before its referrers: so often are those that became free looked for. */
const PASSES = 8
const BATCH = 200

type Place = { readonly repositoryId: string; readonly digest: string }

/**
 * Deletes manifests that nothing holds, where both their grace and their lease ended before `before`. Yields one for
 * each that went, so that the caller can count and stop.
 */
export async function* collectManifests(db: Db, before: Date): AsyncGenerator<Place> {
  for (let pass = 0; pass < PASSES; pass++) {
    let went = 0
    for await (const place of looseManifests(db, before)) {
      if (!(await collectManifest(db, place, before))) continue
      went++
      yield place
    }
    if (went === 0) return
  }
}

async function* looseManifests(db: Db, before: Date): AsyncGenerator<Place> {
  let last: Place = { repositoryId: '', digest: '' }
  for (;;) {
    const rows: Place[] = await db.manifest.findMany({
      where: {
        looseAt: { lt: before },
        leasedAt: { lt: before },
        OR: [
          { repositoryId: { gt: last.repositoryId } },
          { repositoryId: last.repositoryId, digest: { gt: last.digest } },
        ],
      },
      orderBy: [{ repositoryId: 'asc' }, { digest: 'asc' }],
      take: BATCH,
      select: { repositoryId: true, digest: true },
    })
    yield* rows
    const end = rows.at(-1)
    if (!end || rows.length < BATCH) return
    last = end
  }
}

/** Looks again while nobody can tag it or name it in an index: both have to lock its row. */
function collectManifest(db: Db, place: Place, before: Date): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const { repositoryId, digest } = place
    const locked = await tx.$queryRaw<{ subject: string | null }[]>`
      SELECT subject FROM "Manifest"
      WHERE "repositoryId" = ${repositoryId} AND digest = ${digest} AND "looseAt" < ${before} AND "leasedAt" < ${before}
      FOR UPDATE SKIP LOCKED`
    const [manifest] = locked
    if (!manifest || (await isHeld(tx, place, manifest.subject))) return false
    await tx.manifest.deleteMany({ where: { repositoryId, digest } })
    return true
  })
}

/** By a tag, an index, its subject or a release, whether those are held themselves or not: they go first. */
async function isHeld(tx: Tx, { repositoryId, digest }: Place, subject: string | null): Promise<boolean> {
  const [answer] = await tx.$queryRaw<{ held: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "Tag" WHERE "repositoryId" = ${repositoryId} AND digest = ${digest})
      OR EXISTS (
        SELECT 1 FROM "Manifest"
        WHERE "repositoryId" = ${repositoryId} AND ("references" @> ARRAY[${digest}] OR digest = ${subject}))
      OR EXISTS (
        SELECT 1 FROM "Release" r JOIN "App" a ON a.id = r."appId" JOIN "Repository" o ON o.name = r.repository
        WHERE a."deletedAt" IS NULL AND o.id = ${repositoryId} AND r.digest = ${digest}) AS held`
  return answer?.held ?? true
}
