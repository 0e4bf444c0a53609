import type { Db } from '@berth/db'

/**
 * Ids of sandboxes that something may be to be done for: those that changed, whose time has come, that start, or whose
 * course is over. Of what waits in the queue and of what rests nothing is read until then. Tenants come in turn, and
 * who was looked at longest ago comes first.
 */
export async function readDue(db: Pick<Db, '$prepared'>, now: Date, most: number): Promise<string[]> {
  const rows = await db.$prepared<{ id: string }>`
    WITH due AS (
      SELECT s.id FROM "Sandbox" s
      WHERE s.state IN ('starting', 'running', 'frozen', 'stopped', 'archived', 'failed', 'ended')
        AND (s."dueAt" IS NULL OR s."dueAt" <= ${now}::timestamp)
      UNION
      SELECT s.id FROM "Sandbox" s LEFT JOIN "Course" c ON c.id = s."courseId"
      WHERE s.state IN ('queued', 'starting', 'running', 'frozen', 'stopped', 'failed') AND (
        s.state = 'starting' OR s.wanted = 'ended'
        OR s."busySince" IS NOT NULL OR s."throttledAt" IS NOT NULL
        OR (s.state = 'queued' AND s."expiresAt" <= ${now}::timestamp)
        OR (s.kind = 'lesson' AND s."userId" IS NOT NULL
          AND (c."archivedAt" IS NOT NULL OR c."endsAt" < ${now}::timestamp)))
      UNION
      SELECT s.id FROM "Container" c JOIN "Sandbox" s ON s.id = c."sandboxId" AND s.state = 'running'
      WHERE c.observed = 'lost' AND c.attempt = s.attempt
      UNION
      -- a word that this version does not know
      SELECT s.id FROM "Sandbox" s WHERE s.state NOT IN
        ('queued', 'starting', 'running', 'frozen', 'stopped', 'archived', 'failed', 'ended')
    ), turns AS (
      SELECT s.id, s."dueAt", row_number() OVER (PARTITION BY s."tenantId" ORDER BY s."dueAt" NULLS FIRST, s.id) AS turn
      FROM due JOIN "Sandbox" s ON s.id = due.id
      WHERE s.trouble IS NULL OR s."dueAt" IS NULL OR s."dueAt" <= ${now}::timestamp
    )
    SELECT id FROM turns ORDER BY turn, "dueAt" NULLS FIRST LIMIT ${most}`
  return rows.map(({ id }) => id)
}
