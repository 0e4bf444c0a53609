import type { BerthError, Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'

const FLUSH_MS = 2000
const MAX_FAILURE = 300

/** How often an upstream was asked and how often it was not, and how it does. Numbers for a page: a few may get lost. */
export type MirrorCounts = {
  hit(upstreamId: string): void
  /** It was asked, and answered as it should. */
  asked(upstreamId: string): void
  failed(upstreamId: string, error: BerthError): void
  /** Writes them now, for somebody who looks. */
  flush(): Promise<void>
  close(): Promise<void>
}

type Tally = { hits: number; misses: number; okAt?: Date; failedAt?: Date; failure?: string }

/** Written every few seconds at most, so that no pull waits for it. */
export function createMirrorCounts(deps: { db: Db; clock: Clock; log: Logger }): MirrorCounts {
  const { db, clock, log } = deps
  let tallies = new Map<string, Tally>()
  let timer: NodeJS.Timeout | undefined

  const flush = async () => {
    const due = tallies
    tallies = new Map()
    timer = undefined
    for (const [id, { hits, misses, ...rest }] of due) {
      const data = { hits: { increment: hits }, misses: { increment: misses }, ...rest }
      await db.upstream.updateMany({ where: { id }, data })
    }
  }
  const flushSoon = () => {
    timer ??= setTimeout(
      () =>
        void flush().catch((error: unknown) =>
          log.warn({ err: error }, 'the counts of a mirror were not kept'),
        ),
      FLUSH_MS,
    ).unref()
  }
  const flushNow = async () => {
    clearTimeout(timer)
    await flush()
  }
  const note = (upstreamId: string, change: (tally: Tally) => void) => {
    const tally = tallies.get(upstreamId) ?? { hits: 0, misses: 0 }
    change(tally)
    tallies.set(upstreamId, tally)
    flushSoon()
  }

  return {
    hit: (id) => note(id, (tally) => tally.hits++),
    asked: (id) =>
      note(id, (tally) => {
        tally.misses++
        tally.okAt = clock.now()
      }),
    failed: (id, error) =>
      note(id, (tally) => {
        tally.failedAt = clock.now()
        tally.failure = error.message.slice(0, MAX_FAILURE)
      }),
    flush: flushNow,
    close: flushNow,
  }
}
