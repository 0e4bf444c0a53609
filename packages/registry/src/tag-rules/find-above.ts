import type { Tx } from '@berth/db'

/** What cannot be pulled whole any more without a blob or manifest: images, indexes, and the tags of both. */
export type Above = { readonly digests: readonly string[]; readonly tags: readonly string[] }

/** Itself, and everything in its repository that names it, over however many indexes. */
export async function findAbove(tx: Tx, repositoryId: string, digest: string): Promise<Above> {
  const rows = await tx.$queryRaw<{ digest: string; tag: string | null }[]>`
    WITH RECURSIVE above AS (
      SELECT ${digest}::text AS digest
      UNION
      SELECT m.digest FROM above a JOIN "Manifest" m ON m."repositoryId" = ${repositoryId} AND m."references" @> ARRAY[a.digest]
    )
    SELECT a.digest, t.name AS tag FROM above a
    LEFT JOIN "Tag" t ON t."repositoryId" = ${repositoryId} AND t.digest = a.digest`
  return {
    digests: [...new Set(rows.map((row) => row.digest))],
    tags: rows.flatMap(({ tag }) => tag ?? []),
  }
}
