import type { Db } from '@berth/db'
import type { MessageView } from '@berth/protocol'
import { z } from 'zod'

const contentSchema = z.object({ text: z.string() })
const MOST = 10

/** What was written to this student and not read yet, oldest first. */
export async function unreadMessages(db: Db, sandboxId: string): Promise<MessageView[]> {
  const rows = await db.broadcastResult.findMany({
    where: { sandboxId, state: 'waiting', broadcast: { kind: 'message' } },
    ...{ include: { broadcast: true }, orderBy: { broadcast: { createdAt: 'asc' } }, take: MOST },
  })
  return rows.map(({ broadcast: { id, content, createdBy: by, createdAt: at } }) => ({
    ...{ id, by, at, text: contentSchema.parse(content).text },
  }))
}

/** Its student has read it. */
export async function markRead(db: Db, sandboxId: string, broadcastId: string, now: Date): Promise<void> {
  await db.broadcastResult.updateMany({
    where: { sandboxId, broadcastId, state: 'waiting' },
    data: { state: 'done', at: now },
  })
}
