import type { Db } from '@berth/db'
import type { RepositoryDetails } from '@berth/protocol'

const MOST_NAMED = 20

/** What storage has lost of a repository's images, and the tags that cannot be pulled whole, over however many indexes. */
export async function readMissing(db: Db, repositoryId: string): Promise<RepositoryDetails['missing']> {
  const lost = await db.$queryRaw<{ digest: string }[]>`
    SELECT l.digest FROM "RepositoryBlob" l JOIN "Blob" b ON b.digest = l.digest
    WHERE l."repositoryId" = ${repositoryId} AND b."missingAt" IS NOT NULL AND EXISTS (
      SELECT 1 FROM "Manifest" m WHERE m."repositoryId" = l."repositoryId" AND m."references" @> ARRAY[l.digest])`
  if (lost.length === 0) return { contents: 0, tags: [] }
  const tags = await db.$queryRaw<{ name: string }[]>`
    WITH RECURSIVE broken AS (
      SELECT m.digest FROM "Manifest" m
      WHERE m."repositoryId" = ${repositoryId} AND m."references" && ${lost.map(({ digest }) => digest)}::text[]
      UNION
      SELECT m.digest FROM broken b JOIN "Manifest" m
        ON m."repositoryId" = ${repositoryId} AND m."references" @> ARRAY[b.digest])
    SELECT t.name FROM "Tag" t JOIN broken b ON b.digest = t.digest
    WHERE t."repositoryId" = ${repositoryId} ORDER BY t.name LIMIT ${MOST_NAMED}`
  return { contents: lost.length, tags: tags.map(({ name }) => name) }
}
