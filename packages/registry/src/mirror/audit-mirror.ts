import { newId } from '@berth/core'
import type { Db, Prisma } from '@berth/db'

/** What was done to a mirror, or by one: of the whole platform, so of no tenant. */
export async function auditMirror(
  db: Db,
  by: { readonly label: string; readonly ip: string | null },
  action: string,
  target: string,
  data: Prisma.InputJsonObject,
  outcome: 'allowed' | 'denied' = 'allowed',
): Promise<void> {
  const { label, ip } = by
  await db.audit.create({
    data: { id: newId('audit'), tenantId: null, by: label, ip, action, target, outcome, data },
  })
}
