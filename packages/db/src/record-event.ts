import { newId } from '@berth/core'
import type { Prisma } from './generated/client.ts'
import type { Tx } from './create-db.ts'

/** Channel of Postgres on which the numbers of new events are called out. */
export const EVENT_CHANNEL = 'berth_events'

export type NewEvent = {
  readonly tenantId: string
  /** `app.deployed`, `container.ended`, `deploy.failed`, `member.added` … */
  readonly type: string
  /** one English sentence, for logs and the CLI */
  readonly message: string
  readonly appId?: string | null
  readonly appName?: string | null
  readonly containerId?: string | null
  readonly by?: string | null
  readonly data?: Prisma.InputJsonObject
}

/** Writes an event and calls it out when the transaction commits; returns its id. */
export async function recordEvent(tx: Tx, event: NewEvent): Promise<string> {
  const { id, seq } = await tx.event.create({
    data: { id: newId('event'), ...event },
    select: { id: true, seq: true },
  })
  await tx.$executeRaw`SELECT pg_notify(${EVENT_CHANNEL}, ${String(seq)})`
  return id
}
