import type { Db } from '@berth/db'

/** A delivery that this process may try until its lease is over. */
export type Claimed = {
  readonly id: string
  readonly webhookId: string
  readonly attempts: number
  readonly event: unknown
}

export type DueWebhook = {
  readonly id: string
  readonly tenantId: string
  readonly url: string
  readonly secret: Uint8Array | null
}

const MAX_LOOKED_AT = 100

/** Webhooks with something to deliver, but for those that have as much under way as they may. */
export function findDue(
  db: Db,
  options: {
    readonly now: Date
    readonly fullWebhooks: readonly string[]
    readonly fullTenants: readonly string[]
  },
): Promise<DueWebhook[]> {
  const { now, fullWebhooks, fullTenants } = options
  return db.$queryRaw<DueWebhook[]>`
    SELECT w.id, w."tenantId", w.url, w.secret FROM "Webhook" w
    WHERE w.enabled AND w.id <> ALL(${[...fullWebhooks]}::text[]) AND w."tenantId" <> ALL(${[...fullTenants]}::text[])
      AND EXISTS (SELECT 1 FROM "WebhookDelivery" d WHERE d."webhookId" = w.id AND d."nextAt" <= ${now}::timestamp)
    ORDER BY random() LIMIT ${MAX_LOOKED_AT}`
}

/** Takes up to `limit` of a webhook's due deliveries; no other process gets them before `leaseUntil`. */
export function claim(
  db: Db,
  options: {
    readonly webhookId: string
    readonly limit: number
    readonly now: Date
    readonly leaseUntil: Date
  },
): Promise<Claimed[]> {
  const { webhookId, limit, now, leaseUntil } = options
  return db.$queryRaw<Claimed[]>`
    UPDATE "WebhookDelivery" SET "nextAt" = ${leaseUntil}::timestamp, attempts = attempts + 1
    WHERE id IN (
      SELECT id FROM "WebhookDelivery" WHERE "webhookId" = ${webhookId} AND "nextAt" <= ${now}::timestamp
      ORDER BY "nextAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, "webhookId", attempts, event`
}
