import pg from 'pg'
import type { Db } from './create-db.ts'
import type { Event } from './generated/client.ts'
import { RecentNumbers } from './recent-numbers.ts'
import { EVENT_CHANNEL } from './record-event.ts'

/** Numbers are given when a row is written, not when it is committed: after a gap, so many are looked at again. */
const OVERLAP = 200n
const RETRY_MS = 1_000

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
  const running = keepListening({
    url: options.url,
    signal: stop.signal,
    onListening: catchUp,
    onNumbers: async (numbers) =>
      emit(await db.event.findMany({ where: { seq: { in: numbers } }, orderBy: { seq: 'asc' } })),
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

type Listening = {
  url: string
  signal: AbortSignal
  onListening: () => Promise<void>
  onNumbers: (numbers: bigint[]) => Promise<void>
  onError: (error: unknown) => void
}

async function keepListening(options: Listening): Promise<void> {
  while (!options.signal.aborted) {
    try {
      await listenOnce(options)
    } catch (error) {
      options.onError(error)
    }
    if (!options.signal.aborted) await pause(options.signal)
  }
}

/** Returns or throws when the connection ends. */
async function listenOnce({ url, signal, onListening, onNumbers, onError }: Listening): Promise<void> {
  const client = new pg.Client({ connectionString: url, keepAlive: true })
  const ended = new Promise<void>((resolve) => {
    client.once('end', resolve)
    client.on('error', (error) => {
      onError(error)
      resolve()
    })
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  try {
    await client.connect()
    const waiting = new Batch(onNumbers, onError)
    client.on('notification', (message) => waiting.add(BigInt(message.payload ?? '0')))
    await client.query(`LISTEN ${EVENT_CHANNEL}`)
    await onListening()
    await ended
  } finally {
    await client.end().catch(onError)
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, RETRY_MS)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
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
