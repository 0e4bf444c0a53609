import type { Audit, TenantDb } from '@berth/db'
import type { AuditView } from '@berth/protocol'

/** Newest first; `next` is the `before` of the following page. */
export async function listAudit(
  db: TenantDb,
  page: { before?: string | undefined; limit: number },
): Promise<{ entries: AuditView[]; next: string | null }> {
  const last = page.before === undefined ? null : await db.audit.findUnique({ where: { id: page.before } })
  const rows = await db.audit.findMany({
    ...(last === null
      ? {}
      : { where: { OR: [{ at: { lt: last.at } }, { at: last.at, id: { lt: last.id } }] } }),
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
  })
  const entries = rows.slice(0, page.limit)
  return {
    entries: entries.map(toView),
    next: rows.length > page.limit ? (entries.at(-1)?.id ?? null) : null,
  }
}

function toView(row: Audit): AuditView {
  const { id, at, by, action, target, ip, data } = row
  const outcome = row.outcome === 'denied' ? 'denied' : 'allowed'
  return { id, at, by, action, target, outcome, ip, data: isRecord(data) ? data : {} }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
