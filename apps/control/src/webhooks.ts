import { systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type { SecretBox } from '@berth/deploy'
import type { Logger } from '@berth/log'
import type { Outbound } from '@berth/outbound'
import { createDeliverer, giveUpOldest, pruneDeliveries } from '@berth/webhook'
import { every } from './every.ts'

const DELIVER_MS = 1000
const PRUNE_MS = 60 * 60_000
const BOUND_MS = 60_000

/** Sends what lies in the outbox of the webhooks, until it is stopped. */
export function startWebhooks(deps: {
  readonly db: Db
  readonly outbound: Outbound
  readonly secrets: SecretBox
  readonly log: Logger
}): { stop(): Promise<void> } {
  const { db, log } = deps
  const deliverer = createDeliverer({ ...deps, clock: systemClock })
  const delivering = every(DELIVER_MS, () => deliverer.deliverDue(), log)
  const pruning = every(PRUNE_MS, async () => void (await pruneDeliveries({ db, clock: systemClock })), log)
  const bounding = every(BOUND_MS, async () => void (await giveUpOldest(db)), log)
  return {
    stop: async () => {
      delivering.stop()
      bounding.stop()
      pruning.stop()
      await deliverer.stop()
    },
  }
}
