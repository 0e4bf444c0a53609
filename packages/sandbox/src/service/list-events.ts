import type { SandboxReason } from '@berth/core'
import type { Db } from '@berth/db'
import type { SandboxEventView } from '@berth/protocol'
import { z } from 'zod'

const SHOWN = 100

const dataSchema = z.object({ reason: z.object({ kind: z.string() }).loose().optional() })

/** What happened to a sandbox, newest first. */
export async function listEvents(db: Db, sandboxId: string): Promise<SandboxEventView[]> {
  const rows = await db.sandboxEvent.findMany({
    ...{ where: { sandboxId }, orderBy: { seq: 'desc' }, take: SHOWN },
  })
  return rows.map(({ id, type, by, data, at }) => {
    const { reason } = dataSchema.parse(data)
    return { id, type, by, at, reason: reason ? (reason as SandboxReason) : null } // written by this package alone
  })
}
