import type { Db } from '@berth/db'

/** Of each cron entry, and of all commands that somebody ran in an app. */
const KEPT_OF_ENTRY = 50
const KEPT_OF_APP = 200

/** The history is bounded: what ended, and has no container any more, goes when there is enough that is newer. */
export async function pruneJobs(db: Db): Promise<void> {
  await db.$executeRaw`
    DELETE FROM "Job" WHERE id IN (
      SELECT id FROM (
        SELECT j.id, j."cronName", j.state, row_number() OVER (
          PARTITION BY j."appId", j."cronName" ORDER BY j."createdAt" DESC, j.id DESC
        ) AS place
        FROM "Job" j
      ) ranked
      WHERE place > CASE WHEN "cronName" IS NULL THEN ${KEPT_OF_APP}::int ELSE ${KEPT_OF_ENTRY}::int END
        AND state NOT IN ('queued', 'running')
        AND NOT EXISTS (SELECT 1 FROM "Container" c WHERE c."jobId" = ranked.id)
    )`
}
