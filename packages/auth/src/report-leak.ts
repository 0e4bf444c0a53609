import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import { createDenialLog } from './audit.ts'
import { parseToken } from './token-format.ts'
import type { TokenHasher } from './token-secret.ts'

/** Tells the tenant, in its audit, that a token of theirs was sent where it does not belong. */
export type ReportLeak = (text: string, ip: string | null) => Promise<void>

export function createReportLeak(options: { db: Db; hasher: TokenHasher; clock: Clock }): ReportLeak {
  const { db, hasher, clock } = options
  const logDenial = createDenialLog({ db, clock })
  return async (text, ip) => {
    const parts = parseToken(text)
    if (parts === undefined) return
    const row = await db.token.findUnique({ where: { id: parts.id } })
    // Only who holds the real one may write into this tenant's audit.
    if (row === null || !hasher.matches(parts.secret, row.secretHmac)) return
    const { tenantId, createdBy, name } = row
    await logDenial({
      tenantId,
      by: createdBy,
      action: 'token.sent_in_url',
      target: name,
      ip,
      data: { id: row.id },
    })
  }
}
