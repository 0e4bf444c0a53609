import { type Clock, newId } from '@berth/core'
import type { Db, Prisma, TenantTx } from '@berth/db'

export type AuditEntry = {
  /** null: of the whole platform */
  readonly tenantId: string | null
  /** e-mail or `token:<name>` of who did it, or tried to */
  readonly by: string
  /** `member.role_changed`, `token.created`, `access.denied` … */
  readonly action: string
  readonly target: string
  readonly outcome: 'allowed' | 'denied'
  readonly ip?: string | null
  readonly data?: Prisma.InputJsonObject
}

/** Writes what somebody did, within the transaction that does it. */
export async function recordAudit(tx: TenantTx, entry: AuditEntry): Promise<void> {
  await tx.audit.create({ data: { id: newId('audit'), ...entry } })
}

export type DenialLog = (entry: Omit<AuditEntry, 'outcome'>) => Promise<void>

/** Writes refusals; the same one once a minute, so that a loop of them cannot fill the table. */
export function createDenialLog(options: { db: Db; clock: Clock }): DenialLog {
  const recent = new Map<string, number>()
  return async (entry) => {
    const now = options.clock.now().getTime()
    const key = [entry.tenantId, entry.by, entry.action, entry.target].join('\n')
    if ((recent.get(key) ?? 0) > now - REPEAT_MS) return
    if (recent.size >= MAX_REMEMBERED) recent.clear()
    recent.set(key, now)
    await recordAudit(options.db, { ...entry, outcome: 'denied' })
  }
}

const REPEAT_MS = 60_000
const MAX_REMEMBERED = 10_000
