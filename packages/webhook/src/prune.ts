import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'

const KEEP_DAYS = 7

/** Forgets deliveries that are over for a week. */
export async function pruneDeliveries({
  db,
  clock,
}: {
  readonly db: Db
  readonly clock: Clock
}): Promise<number> {
  const before = new Date(clock.now().getTime() - KEEP_DAYS * 24 * 3_600_000)
  const { count } = await db.webhookDelivery.deleteMany({ where: { createdAt: { lt: before } } })
  return count
}
