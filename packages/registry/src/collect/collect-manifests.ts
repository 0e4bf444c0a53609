import type { Db, Tx } from '@berth/db'
import { deleteStandingTags } from '../tag-rules/delete-standing.ts'

const BATCH = 200

type Place = { readonly repositoryId: string; readonly digest: string }

/**
 * Deletes manifests that nothing holds, where both their grace and their lease ended before `before`: an index and then
 * its children, a subject and then its referrers. Yields one for each that went, so that the caller can count and stop.
 */
export async function* collectManifests(db: Db, before: Date): AsyncGenerator<Place> {
  for await (const { repositoryId, digest } of looseManifests(db, before)) {
    const waiting = [digest]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const place = { repositoryId, digest: next }
      const freed = await collectManifest(db, place, before)
      if (!freed) continue
      yield place
      waiting.push(...freed)
    }
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

/**
 * Looks again while nobody can tag it or name it in an index: both have to lock its row. Returns what may be free now,
 * or undefined when it stays.
 */
function collectManifest(db: Db, place: Place, before: Date): Promise<readonly string[] | undefined> {
  return db.$transaction(async (tx) => {
    const { repositoryId, digest } = place
    const [manifest] = await tx.$queryRaw<{ subject: string | null }[]>`
      SELECT subject FROM "Manifest"
      WHERE "repositoryId" = ${repositoryId} AND digest = ${digest} AND "looseAt" < ${before} AND "leasedAt" < ${before}
      FOR UPDATE SKIP LOCKED`
    if (!manifest || (await isHeld(tx, place, manifest.subject))) return undefined
    const below = await looseBelow(tx, place, before)
    await tx.manifest.deleteMany({ where: { repositoryId, digest } })
    return [...below, ...(await deleteStandingTags(tx, repositoryId, [digest]))]
  })
}

/** Children and referrers; each by an index of its own. */
async function looseBelow(tx: Tx, { repositoryId, digest }: Place, before: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ digest: string }[]>`
    SELECT m.digest FROM "Manifest" p JOIN "Manifest" m
      ON m."repositoryId" = p."repositoryId" AND m.digest = ANY (p."references")
    WHERE p."repositoryId" = ${repositoryId} AND p.digest = ${digest} AND m."looseAt" < ${before}
    UNION
    SELECT m.digest FROM "Manifest" m
    WHERE m."repositoryId" = ${repositoryId} AND m.subject = ${digest} AND m."looseAt" < ${before}`
  return rows.map((row) => row.digest)
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
        WHERE a."deletedAt" IS NULL AND r."givenUpAt" IS NULL
        AND o.id = ${repositoryId} AND r.digest = ${digest}) AS held`
  return answer?.held ?? true
}
