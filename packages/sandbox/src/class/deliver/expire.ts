import type { Db } from '@berth/db'
import { BROADCAST_SECONDS } from '../broadcast/content.ts'
import type { Due } from './take-due.ts'

/** What was begun so long ago ended with the process that had begun it. */
const LOST_MS = BROADCAST_SECONDS * 1000 + 120_000

/** Whom it did not reach in time, or can reach no more, has missed it; what nobody waits for is closed. */
export async function expire(db: Db, now: Date): Promise<void> {
  const lost = new Date(now.getTime() - LOST_MS)
  await db.$executeRaw`
    UPDATE "BroadcastResult" r SET state = 'missed', at = ${now}::timestamp FROM "Broadcast" b, "Sandbox" s
    WHERE b.id = r."broadcastId" AND s.id = r."sandboxId" AND b."openUntil" IS NOT NULL AND r.state = 'waiting'
      AND (b."openUntil" <= ${now}::timestamp OR s.state = 'ended')`
  await db.$executeRaw`
    UPDATE "BroadcastResult" r SET state = 'failed', error = 'sandbox.interrupted', at = ${now}::timestamp
    FROM "Broadcast" b
    WHERE b.id = r."broadcastId" AND b."openUntil" IS NOT NULL AND r.state = 'running'
      AND r."begunAt" < ${lost}::timestamp`
  await db.$executeRaw`
    UPDATE "Broadcast" b SET "openUntil" = NULL WHERE b."openUntil" IS NOT NULL AND NOT EXISTS (
      SELECT FROM "BroadcastResult" r WHERE r."broadcastId" = b.id AND r.state IN ('waiting', 'running'))`
}

/**
 * Of nodes that this process speaks with, what runs and was not begun by it was begun by one that has gone: a file is sent
 * again, of a command nobody knows whether it was carried out.
 */
export async function takeBack(
  db: Db,
  nodes: readonly string[],
  { busy, now }: { readonly busy: () => readonly Due[]; readonly now: Date },
): Promise<void> {
  if (nodes.length === 0) return
  const running = await db.broadcastResult.findMany({
    where: {
      ...{ state: 'running', broadcast: { openUntil: { not: null } } },
      sandbox: { nodeId: { in: [...nodes] } },
    },
    select: { broadcastId: true, sandboxId: true, broadcast: { select: { kind: true } } },
  })
  for (const { broadcastId, sandboxId, broadcast } of running) {
    const isMine = busy().some((one) => one.broadcastId === broadcastId && one.sandboxId === sandboxId)
    if (isMine) continue
    await db.broadcastResult.updateMany({
      where: { broadcastId, sandboxId, state: 'running' },
      data:
        broadcast.kind === 'file'
          ? { state: 'waiting' }
          : { state: 'failed', error: 'sandbox.interrupted', at: now },
    })
  }
}
