import type { Db } from '@berth/db'

/** So many wait for one receiver; what was newer tells more of how things stand. */
const MOST_WAITING = 1000
/** The code of what happened to those, in place of an answer. */
export const CROWDED_OUT = 'webhook.crowded_out'

/** Gives up the oldest deliveries of webhooks for which too many wait; returns how many. Each can be sent again by hand. */
export function giveUpOldest(db: Db, most = MOST_WAITING): Promise<number> {
  return db.$executeRaw`
    UPDATE "WebhookDelivery" SET "nextAt" = NULL, error = ${CROWDED_OUT} WHERE id IN (
      SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY "webhookId" ORDER BY "createdAt" DESC, id DESC) AS place
        FROM "WebhookDelivery" WHERE "nextAt" IS NOT NULL
      ) waiting WHERE place > ${most})`
}
