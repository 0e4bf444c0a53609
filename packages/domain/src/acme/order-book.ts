import type { Challenge } from './authority.ts'

/** A host whose certificate this process may ask for until its lease is over. */
export type Claimed = {
  readonly host: string
  /** one at a time of each lane: one tenant's many do not hold up another's few */
  readonly lane: string
  readonly failures: number
}

export type Issued = { readonly chain: string; readonly key: string }

export type Failed = {
  /** tries in a row, with this one */
  readonly failures: number
  readonly reason: string
  readonly nextTryAt: Date
  /** until when nobody asks sooner by hand; null: nobody minds */
  readonly heldUntil: Date | null
}

/** Where orders stand that are due, and what becomes of them. Any number of processes may have one of the same. */
export type OrderBook<Order extends Claimed = Claimed> = {
  /** Hosts that need a certificate, or another one; no other process gets them before `leaseUntil`. */
  claim(options: {
    readonly now: Date
    readonly leaseUntil: Date
    readonly limit: number
    readonly busy: readonly string[]
  }): Promise<readonly Order[]>
  /** Counts an order that is about to be made. Error: certificate.refused, when there were too many. */
  admit(order: Order): Promise<void>
  /** What the door is to answer from now on. */
  show(order: Order, challenge: Challenge): Promise<void>
  /** The certificate serves from now on. */
  keep(order: Order, issued: Issued): Promise<void>
  /** Nothing was wrong with the order. */
  putOff(order: Order, nextTryAt: Date): Promise<void>
  fail(order: Order, how: Failed): Promise<void>
}
