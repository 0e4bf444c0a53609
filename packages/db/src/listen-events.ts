import type { Db } from './create-db.ts'
import type { Event } from './generated/client.ts'
import { listenChannel } from './listen-channel.ts'
import { RecentNumbers } from './recent-numbers.ts'
import { EVENT_CHANNEL } from './record-event.ts'

/** Numbers are given when a row is written, not when it is committed: after a gap, so many are looked at again. */
const OVERLAP = 200n

export type EventListener = { close(): Promise<void> }

/**
 * Calls `onEvent` for every event that is committed from now on (or after number `since`), each once, also across
 * a restart of Postgres: on reconnect it catches up by number.
 */
export async function listenEvents(options: {
  url: string
  db: Db
  since?: bigint
  onEvent: (event: Event) => void
  onError: (error: unknown) => void
}): Promise<EventListener> {
  const { db } = options
  const seen = new RecentNumbers(options.since ?? (await newestNumber(db)))
  const stop = new AbortController()
  const emit = (events: readonly Event[]) => {
    for (const event of events) if (seen.add(event.seq)) options.onEvent(event)
  }
  const catchUp = async () => {
    emit(await db.event.findMany({ where: { seq: { gt: seen.newest - OVERLAP } }, orderBy: { seq: 'asc' } }))
  }
  const waiting = new Batch(
    async (numbers) =>
      emit(await db.event.findMany({ where: { seq: { in: numbers } }, orderBy: { seq: 'asc' } })),
    options.onError,
  )
  const running = listenChannel({
    url: options.url,
    channel: EVENT_CHANNEL,
    signal: stop.signal,
    onListening: catchUp,
    onPayload: (payload) => waiting.add(BigInt(payload)),
    onError: options.onError,
  })
  return {
    close: async () => {
      stop.abort()
      await running
    },
  }
}

async function newestNumber(db: Db): Promise<bigint> {
  const newest = await db.event.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true } })
  return newest?.seq ?? 0n
}

/** Many events of one moment are read with one query. */
class Batch {
  readonly #read: (numbers: bigint[]) => Promise<void>
  readonly #onError: (error: unknown) => void
  #waiting: bigint[] = []
  #reading = false

  constructor(read: (numbers: bigint[]) => Promise<void>, onError: (error: unknown) => void) {
    this.#read = read
    this.#onError = onError
  }

  add(number: bigint): void {
    this.#waiting.push(number)
    if (!this.#reading) void this.#drain()
  }

  async #drain(): Promise<void> {
    this.#reading = true
    while (this.#waiting.length > 0) {
      const numbers = this.#waiting.splice(0)
      await this.#read(numbers).catch(this.#onError)
    }
    this.#reading = false
  }
}
