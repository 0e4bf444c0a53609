import { BerthError, type Clock } from '@berth/core'
import type { Logger } from '@berth/log'
import type { Authority, Challenge } from './authority.ts'
import { afterFailure } from './next-try.ts'
import type { Claimed, OrderBook } from './order-book.ts'

export type IssuerDeps<Order extends Claimed> = {
  readonly book: OrderBook<Order>
  /** the platform's account; asked for again after it failed */
  readonly openAuthority: () => Promise<Authority>
  /** resolves when the door answers as the rows say */
  readonly door: { refresh(): Promise<void> }
  readonly clock: Clock
  readonly log: Logger
}

/** Gets certificates for hosts, and others before they end. */
export type Issuer = {
  /** Begins to ask for what is due; does not wait for the ends. Any number of processes may do so at once. */
  issueDue(): Promise<void>
  /** When what was begun has ended. */
  settled(): Promise<void>
}

/** Longer than an order takes. */
const LEASE_MS = 5 * 60_000
/** One of each lane at a time. */
const AT_ONCE = 10
/** After so long it is tried again when nothing but the door was in the way. */
const DOOR_PAUSE_MS = 30_000

export function createIssuer<Order extends Claimed>(deps: IssuerDeps<Order>): Issuer {
  const { book, clock, log } = deps
  /** what is under way, by lane */
  const busy = new Map<string, Promise<void>>()
  let account: Promise<Authority> | undefined

  const authority = () => {
    account ??= deps.openAuthority().catch((error: unknown) => {
      account = undefined // the next one tries again
      throw error
    })
    return account
  }

  const issue = async (order: Order) => {
    const door = guardDoor(deps.door)
    try {
      await door.refresh() // nothing is asked of the authority that the door could not answer
      await book.admit(order)
      const show = async (challenge: Challenge) => {
        await book.show(order, challenge)
        await door.refresh()
      }
      await book.keep(order, await (await authority()).order(order.host, show))
    } catch (error) {
      if (door.hasFailed()) return putOff(deps, order, error)
      return noteFailure(deps, order, error)
    }
    // the certificate is kept: the door gets it at its next look at the latest
    await door.refresh().catch((error: unknown) => log.warn({ err: error }, 'the door was not told yet'))
  }

  const begin = (order: Order) => {
    const end = issue(order)
      .catch((error: unknown) => log.warn({ err: error }, 'a certificate was not settled'))
      .finally(() => busy.delete(order.lane))
    busy.set(order.lane, end)
  }

  return {
    issueDue: async () => {
      const now = clock.now()
      const leaseUntil = new Date(now.getTime() + LEASE_MS)
      const limit = AT_ONCE - busy.size
      if (limit <= 0) return
      for (const order of await book.claim({ now, leaseUntil, limit, busy: [...busy.keys()] })) begin(order)
    },
    settled: async () => void (await Promise.all(busy.values())),
  }
}

/** Remembers whether it was the door that failed. */
function guardDoor(door: { refresh(): Promise<void> }) {
  let failed = false
  return {
    hasFailed: () => failed,
    refresh: async () => {
      failed = true
      await door.refresh()
      failed = false
    },
  }
}

/** The door is away: no failure of the order, which is made again when it is back. */
async function putOff<Order extends Claimed>(
  { book, clock, log }: IssuerDeps<Order>,
  order: Order,
  error: unknown,
): Promise<void> {
  log.warn({ err: error, host: order.host }, 'the door cannot be told: the certificate is asked for later')
  await book.putOff(order, new Date(clock.now().getTime() + DOOR_PAUSE_MS))
}

async function noteFailure<Order extends Claimed>(
  { book, clock, log }: IssuerDeps<Order>,
  order: Order,
  error: unknown,
): Promise<void> {
  const failures = order.failures + 1
  const reason = reasonOf(error)
  const wait = error instanceof BerthError ? Number(error.details['retryAfterMs'] ?? 0) : 0
  const nextTryAt = afterFailure(failures, clock.now(), wait)
  log.info({ host: order.host, reason, nextTryAt }, 'no certificate came')
  await book.fail(order, { failures, reason, nextTryAt, heldUntil: wait > 0 ? nextTryAt : null })
}

/** One line of plain text: what an authority says is not ours. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/[^\x20-\x7e\u00a0-\uffff]+/g, ' ').slice(0, 300)
}
