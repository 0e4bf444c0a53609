import type { Tx } from '@berth/db'
import { writeWish } from './wish.ts'

/** Ends one that nobody has; one that somebody takes at this moment is left to them. */
export async function endSpare(tx: Tx, id: string, now: Date): Promise<void> {
  const [spare] = await tx.$queryRaw<{ id: string; tenantId: string; courseId: string | null }[]>`
    SELECT id, "tenantId", "courseId" FROM "Sandbox"
    WHERE id = ${id} AND "userId" IS NULL AND state <> 'ended' FOR UPDATE SKIP LOCKED`
  if (spare) await writeWish(tx, spare, { wanted: 'ended', reason: { kind: 'spare' }, now })
}
