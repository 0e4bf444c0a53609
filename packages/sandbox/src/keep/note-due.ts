import type { Db } from '@berth/db'
import type { SandboxRow } from './read-sandboxes.ts'

export type Due = { readonly row: SandboxRow; readonly at: Date }

/** Notes when sandboxes are to be looked at next; what was changed since it was read is looked at before. */
export async function noteDue(db: Pick<Db, '$executeRaw'>, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return
  const seen = due.map(({ row: { id, state, wanted, attempt }, at }) => ({ id, state, wanted, attempt, at }))
  await db.$executeRaw`
    WITH seen AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(seen)}::jsonb)
        AS d(id text, state text, wanted text, attempt int, at timestamp)
    ), free AS (
      SELECT s.id, seen.at FROM "Sandbox" s JOIN seen ON seen.id = s.id AND seen.state = s.state
        AND seen.wanted = s.wanted AND seen.attempt = s.attempt
      FOR UPDATE OF s SKIP LOCKED
    )
    UPDATE "Sandbox" s SET "dueAt" = free.at, trouble = NULL FROM free WHERE free.id = s.id`
}
