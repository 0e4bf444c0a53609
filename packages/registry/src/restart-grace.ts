import type { Tx } from '@berth/db'

/**
 * To be called before manifests are deleted that may still have been held: what they name, and what has one of them as
 * its subject, was held with them until now, whatever collection noted of it before that. Its rows are locked first,
 * as by a push that names them.
 */
export async function restartGrace(tx: Tx, repositoryId: string, going: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Manifest" m SET "looseAt" = NULL
    FROM (
      SELECT digest FROM "Manifest"
      WHERE "repositoryId" = ${repositoryId} AND "looseAt" IS NOT NULL AND digest <> ALL (${[...going]}::text[]) AND (
        subject = ANY (${[...going]}::text[]) OR digest IN (
          SELECT unnest("references") FROM "Manifest"
          WHERE "repositoryId" = ${repositoryId} AND digest = ANY (${[...going]}::text[])))
      ORDER BY digest FOR NO KEY UPDATE
    ) freed
    WHERE m."repositoryId" = ${repositoryId} AND m.digest = freed.digest`
}
