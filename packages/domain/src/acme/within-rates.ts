import { BerthError, newId } from '@berth/core'
import type { Db } from '@berth/db'
import { mayOrder } from './may-order.ts'

const HOUR_MS = 3_600_000

/** Counts an order that is about to be made. Error: certificate.refused, when there were too many. */
export async function withinRates(
  db: Db,
  order: { readonly tenantId: string | null; readonly host: string; readonly now: Date },
): Promise<void> {
  const { tenantId, host, now } = order
  const since = { gte: new Date(now.getTime() - HOUR_MS) }
  const [all, tenant, same] = await Promise.all([
    db.certificateOrder.count({ where: { at: since } }),
    tenantId === null ? null : db.certificateOrder.count({ where: { at: since, tenantId } }),
    db.certificateOrder.count({ where: { at: since, host } }),
  ])
  if (!mayOrder({ all, tenant, host: same }))
    throw new BerthError('certificate.refused', 'too many certificates were asked for in the last hour', {
      details: { retryAfterMs: HOUR_MS / 4 },
    })
  await db.certificateOrder.create({ data: { id: newId('order'), tenantId, host, at: now } })
  await db.certificateOrder.deleteMany({ where: { at: { lt: new Date(now.getTime() - 24 * HOUR_MS) } } })
}
