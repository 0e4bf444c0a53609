import type { Sandbox, Tx } from '@berth/db'
import type { LabTimes } from '@berth/lab'

/**
 * A spare one that is ready becomes this one: its containers and its files get another owner's sandbox, and go on as they
 * are. Nothing is asked of its node. False when there is none; of two who ask at once no two get the same.
 */
export async function takeSpare(
  tx: Pick<Tx, '$queryRaw'>,
  sandbox: Pick<Sandbox, 'id' | 'courseLabId' | 'versionId' | 'attempt'>,
  { now, times }: { readonly now: Date; readonly times: Pick<LabTimes, 'expires' | 'deadline'> },
): Promise<boolean> {
  const { id, courseLabId, versionId, attempt } = sandbox
  const expiresAt = new Date(now.getTime() + times.expires * 1000)
  const deadlineAt = new Date(now.getTime() + times.deadline * 1000)
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH spare AS (
      SELECT id, "nodeId" FROM "Sandbox"
      WHERE "courseLabId" = ${courseLabId} AND "versionId" = ${versionId} AND "userId" IS NULL
        AND kind = 'lesson' AND state = 'running' AND wanted = 'running'
      ORDER BY "readyAt" LIMIT 1 FOR UPDATE SKIP LOCKED
    ), moved AS (
      UPDATE "Container" c SET "sandboxId" = ${id}, attempt = ${attempt}::int, network = COALESCE(c.network, spare.id)
      FROM spare WHERE c."sandboxId" = spare.id
    ), homes AS (
      UPDATE "Volume" v SET "sandboxId" = ${id}, attempt = ${attempt}::int FROM spare WHERE v."sandboxId" = spare.id
    ), gone AS (
      DELETE FROM "Sandbox" s USING spare WHERE s.id = spare.id
    )
    UPDATE "Sandbox" s SET state = 'running', "nodeId" = spare."nodeId", "setupAt" = ${now}::timestamp,
      "readyAt" = ${now}::timestamp, "claimedAt" = COALESCE(s."claimedAt", ${now}::timestamp),
      "activeAt" = ${now}::timestamp, "seenAt" = ${now}::timestamp,
      "expiresAt" = COALESCE(s."expiresAt", ${expiresAt}::timestamp),
      "deadlineAt" = COALESCE(s."deadlineAt", ${deadlineAt}::timestamp)
    FROM spare WHERE s.id = ${id} RETURNING s.id`
  return rows.length > 0
}
