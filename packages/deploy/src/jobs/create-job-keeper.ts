import { type Clock, createSerial, type Rounds, startRounds, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Log, Wake } from '../ports.ts'
import { beginDueRuns } from './cron/begin-due-runs.ts'
import { createEntryShelf } from './cron/entry-shelf.ts'
import type { JobLogs } from './job-ports.ts'
import { pruneJobs } from './prune-jobs.ts'
import { readUnsettled } from './read-jobs.ts'
import { reconcileJob } from './reconcile-job.ts'

/** Brings jobs to their end, and begins those that the clock asks for. Several control processes may run one each. */
export type JobKeeper = Rounds

const TICK_MS = 2_000
const PRUNE_EVERY = 100

export function startJobKeeper(options: {
  readonly db: Db
  /** `@berth/queue`'s Queues */
  readonly queues: Wake
  readonly logs: JobLogs
  readonly log: Log
  readonly clock?: Clock
  readonly tickMs?: number
}): JobKeeper {
  const { db, queues, log, clock = systemClock, tickMs = TICK_MS } = options
  const context = { ...options, wake: queues, clock, entries: createEntryShelf(db) }
  const serial = createSerial()
  const waiting = new Set<string>()
  let closed = false
  let looks = 0
  const onError = (error: unknown) => log.warn({ err: error }, 'jobs could not be looked at: trying again')

  const rounds = startRounds({ round: look, everyMs: tickMs, onError })
  return {
    wake: () => rounds.wake(),
    async close() {
      closed = true
      await rounds.close()
      await serial.idle()
    },
  }

  async function look(): Promise<void> {
    await attempt('cron entries could not be looked at', () => beginDueRuns(context))
    await attempt('jobs could not be looked at', async () => {
      for (const job of await readUnsettled(db)) reconcile(job)
    })
    if (looks++ % PRUNE_EVERY === 0) await attempt('old jobs could not be removed', () => pruneJobs(db))
  }

  /** Once per job at a time; none waits for the log of another. */
  function reconcile(job: { readonly id: string; readonly appId: string }): void {
    if (waiting.has(job.id)) return
    waiting.add(job.id)
    void serial.run(job.id, async () => {
      waiting.delete(job.id)
      if (!closed) await attempt('a job could not be reconciled', () => reconcileJob(context, job))
    })
  }

  async function attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      log.warn({ err: error }, `${what}: trying again`)
    }
  }
}
