import { newId, type SandboxReason } from '@berth/core'
import type { Prisma, Tx } from '@berth/db'

/** Channel of Postgres on which the ids of sandboxes that changed are called out. */
export const SANDBOX_CHANNEL = 'berth_sandboxes'

/** What happens to a sandbox; the page has a sentence for each. */
type SandboxEventType =
  | 'queued'
  | 'claimed'
  | 'starting'
  | 'ready'
  | 'frozen'
  | 'stopped'
  | 'archived'
  | 'ended'
  | 'failed'
  | 'resumed'
  | 'extended'
  | 'reset'
  | 'reset-undone'
  | 'checked'
  | 'hand-raised'
  | 'hand-lowered'
  | 'notice'
  | 'throttled'
  | 'trouble'
  | 'cleanup-failed'
  | 'released'
  | 'file-received'
  | 'command-ran'
  | 'drive-asked'
  | 'drive-allowed'
  | 'drive-ended'
  | 'copied'
  | 'script-ran'

type About = { readonly id: string; readonly tenantId: string; readonly courseId: string | null }

export type SandboxNews = {
  readonly sandbox: About
  readonly type: SandboxEventType
  readonly by?: string | null
  readonly reason?: SandboxReason
  readonly data?: Prisma.InputJsonObject
}

/** Writes events and calls the sandboxes out when the transaction commits: one statement, because every change has it. */
export async function tell(tx: Pick<Tx, '$executeRaw'>, news: readonly SandboxNews[]): Promise<void> {
  if (news.length === 0) return
  const at = new Date().toISOString()
  const rows = news.map(({ sandbox, type, by = null, reason, data }) => ({
    ...{ id: newId('sandboxEvent'), tenantId: sandbox.tenantId, sandboxId: sandbox.id },
    ...{ courseId: sandbox.courseId, type, by, data: { ...data, ...(reason && { reason }) }, at },
  }))
  await tx.$executeRaw`
    WITH told AS (
      INSERT INTO "SandboxEvent" (id, "tenantId", "sandboxId", "courseId", type, "by", data, at)
      SELECT id, "tenantId", "sandboxId", "courseId", type, "by", data, at
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(id text, "tenantId" text, "sandboxId" text,
        "courseId" text, type text, "by" text, data jsonb, at timestamp)
      RETURNING "sandboxId"
    ) SELECT pg_notify(${SANDBOX_CHANNEL}, "sandboxId") FROM told`
}

/** For what changed and is no event: whoever looks reads it anew. */
export async function callOut(tx: Pick<Tx, '$executeRaw'>, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${SANDBOX_CHANNEL}, id) FROM unnest(${[...ids]}::text[]) AS id`
}
