import { pruneAttempts } from '@berth/auth'
import type { BlobStore } from '@berth/blob'
import { systemClock as clock } from '@berth/core'
import { pruneGuests } from '@berth/course'
import type { Db } from '@berth/db'
import { type LogBlobs, makeDueSnapshots, pruneLogs } from '@berth/deploy'
import type { Logger } from '@berth/log'
import type { Queues } from '@berth/queue'
import { reapUploads, type RegistryHappenings, runAllRetention } from '@berth/registry'
import { every } from './every.ts'

const REAP_MS = 10 * 60_000
const HOUR_MS = 60 * 60_000
const MINUTE_MS = 60_000
const COUNT_MS = 5000
const LOGS_MS = 5 * 60_000

/**
 * What is tidied up now and again: uploads, tries to sign in, guests, tags by retention, kept logs, counts of pulls;
 * and snapshots of volumes that are due.
 */
export function startChores(deps: {
  readonly db: Db
  readonly blobs: BlobStore
  readonly keptLogs: LogBlobs
  readonly happenings: RegistryHappenings
  readonly queues: Pick<Queues, 'wakeNode'>
  readonly pulls: { flush(): Promise<void> }
  readonly log: Logger
}): { stop(): void } {
  const { db, blobs, happenings, pulls, log } = deps
  const retain = () =>
    runAllRetention({ db, happenings, clock }, (tenantId, err) =>
      log.warn({ err, tenantId }, 'retention failed'),
    )
  const chores = [
    every(REAP_MS, async () => void (await reapUploads({ db, blobs, clock })), log),
    every(HOUR_MS, async () => void (await pruneAttempts({ db, clock })), log),
    every(HOUR_MS, async () => void (await pruneGuests({ db, clock })), log),
    every(HOUR_MS, retain, log),
    every(LOGS_MS, () => pruneLogs({ db, blobs: deps.keptLogs, clock }), log),
    every(MINUTE_MS, () => makeDueSnapshots({ db, wake: deps.queues, clock, log }), log),
    every(COUNT_MS, () => pulls.flush(), log),
  ]
  return {
    stop: () => {
      for (const chore of chores) chore.stop()
    },
  }
}
