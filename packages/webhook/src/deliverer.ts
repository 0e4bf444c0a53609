import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import type { Outbound } from '@berth/outbound'
import { type Claimed, claim, type DueWebhook, findDue } from './claim.ts'
import { afterAttempt, type Outcome } from './next-attempt.ts'
import { openSecret, type SecretBox } from './sealed-secret.ts'
import { send } from './send.ts'
import { createSlots, type SlotLimits } from './slots.ts'

export type DelivererDeps = {
  readonly db: Db
  readonly outbound: Outbound
  readonly secrets: Pick<SecretBox, 'open'>
  readonly clock: Clock
  readonly log: Logger
  readonly random?: () => number
  readonly limits?: SlotLimits
}

export type Deliverer = {
  /** Starts what is due and may be started. Any number of processes may do so at once. */
  deliverDue(): Promise<void>
  /** Until what was started is settled. */
  idle(): Promise<void>
  /** Ends what is under way, which another process or the next start tries again. */
  stop(): Promise<void>
}

const LIMITS: SlotLimits = { all: 32, tenant: 8, webhook: 2 }
/** Longer than an attempt may take. */
const LEASE_MS = 60_000

/** Sends what lies in the outbox. */
export function createDeliverer(deps: DelivererDeps): Deliverer {
  const slots = createSlots(deps.limits ?? LIMITS)
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()

  const start = (hook: DueWebhook, delivery: Claimed) => {
    slots.take(hook)
    const attempt = deliver(deps, hook, delivery, stopping.signal)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted)
          deps.log.warn({ err: error, delivery: delivery.id }, 'a delivery was not settled')
      })
      .finally(() => {
        slots.give(hook)
        underWay.delete(attempt)
      })
    underWay.add(attempt)
  }

  const idle = async () => void (await Promise.all(underWay))

  return {
    deliverDue: async () => {
      if (slots.isFull() || stopping.signal.aborted) return
      const now = deps.clock.now()
      const leaseUntil = new Date(now.getTime() + LEASE_MS)
      const full = { fullWebhooks: slots.fullWebhooks(), fullTenants: slots.fullTenants() }
      for (const hook of await findDue(deps.db, { now, ...full })) {
        const limit = slots.free(hook)
        if (limit === 0) continue
        const claimed = await claim(deps.db, { webhookId: hook.id, limit, now, leaseUntil })
        for (const delivery of claimed) start(hook, delivery)
      }
    },
    idle,
    stop: async () => {
      stopping.abort(new Error('stopping'))
      await idle()
    },
  }
}

async function deliver(
  deps: DelivererDeps,
  hook: DueWebhook,
  delivery: Claimed,
  signal: AbortSignal,
): Promise<void> {
  const secret = hook.secret === null ? null : await openSecret(deps.secrets, hook.tenantId, hook.secret)
  const { id, event } = delivery
  const outcome = await send(
    deps.outbound,
    { id, url: hook.url, secret, event, at: deps.clock.now() },
    signal,
  )
  await settle(deps, delivery, outcome)
}

async function settle(
  { db, clock, random = Math.random }: DelivererDeps,
  delivery: Claimed,
  outcome: Outcome,
): Promise<void> {
  const now = clock.now()
  const verdict = afterAttempt(delivery.attempts, outcome, { now, random: random() })
  await db.webhookDelivery.updateMany({
    where: { id: delivery.id },
    data: {
      status: outcome.kind === 'answered' ? outcome.status : null,
      error: outcome.kind === 'failed' ? outcome.error : null,
      nextAt: verdict.kind === 'again' ? verdict.at : null,
      deliveredAt: verdict.kind === 'delivered' ? now : null,
    },
  })
}
