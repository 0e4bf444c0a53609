import type { DoorRoute } from '@berth/core'

/** The stock of generic backends: HAProxy 2.6 cannot add a backend while it runs, so hosts are bound to ready ones. */
export const FIRST_STOCK = 64

/** Backends that lost their host: which, and when (ms). */
export type Freed = ReadonlyMap<number, { readonly host: string; readonly at: number }>

/** Which backend of the stock serves which host. */
export type Slots = {
  readonly stock: number
  readonly taken: readonly { readonly slot: number; readonly route: DoorRoute }[]
  readonly freed: Freed
}

export function backendName(slot: number): string {
  return `app${slot}`
}

export function slotOf(backend: string): number | undefined {
  const match = /^app(\d+)$/.exec(backend)
  return match ? Number(match[1]) : undefined
}

/**
 * Binds every route with servers to a backend. A host keeps the backend it had; a backend that lost its host rests
 * for `restMs` before another host gets it, because a request of the old host may still be waiting there to be sent
 * again. When the free ones do not suffice the stock doubles, which is the only reason for a reload.
 */
export function assignSlots(input: {
  readonly previous: ReadonlyMap<string, number>
  readonly freed: Freed
  readonly stock: number
  readonly routes: readonly DoorRoute[]
  readonly now: number
  readonly restMs: number
}): Slots {
  const served = input.routes.filter((route) => route.servers.length > 0)
  const resting = [...input.freed].filter(([, { at }]) => input.now - at < input.restMs)
  const had = new Map([...resting.map(([slot, { host }]) => [host, slot] as const), ...input.previous])
  const kept = new Map(
    served.flatMap(({ host }) => {
      const slot = had.get(host)
      return slot === undefined ? [] : [[host, slot] as const]
    }),
  )
  const lost = [...input.previous].map(([host, slot]) => [slot, { host, at: input.now }] as const)
  const keptSlots = new Set(kept.values())
  const freed = new Map([...resting, ...lost].filter(([slot]) => !keptSlots.has(slot)))

  const used = new Set([...keptSlots, ...freed.keys()])
  const wanted = served.length - kept.size
  const stock = grow(Math.max(input.stock, highest(used) + 1), used.size + wanted)
  const free = freeSlots(stock, used)
  const taken = served.map((route) => ({ route, slot: kept.get(route.host) ?? free.next().value ?? stock }))
  return { stock, taken, freed }
}

function highest(slots: ReadonlySet<number>): number {
  return Math.max(-1, ...slots)
}

function grow(stock: number, needed: number): number {
  let size = FIRST_STOCK
  while (size < stock || size < needed) size *= 2
  return size
}

function* freeSlots(stock: number, used: ReadonlySet<number>): Generator<number, undefined> {
  for (let slot = 0; slot < stock; slot++) if (!used.has(slot)) yield slot
  return undefined
}
