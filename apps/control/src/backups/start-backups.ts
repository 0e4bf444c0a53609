import { startRounds, systemClock as clock } from '@berth/core'
import type { Db } from '@berth/db'
import {
  type BackupDesk,
  createBackupDesk,
  createTransferKeeper,
  makeDueBackups,
  type SecretBox,
  type TellTenant,
} from '@berth/deploy'
import type { Logger } from '@berth/log'
import type { Queues } from '@berth/queue'
import { every } from '../every.ts'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'
import { createNodeArchives } from './node-archives.ts'
import { createBucketOpener } from './open-bucket.ts'

const LOOK_MS = 5000
const DUE_MS = 60_000

export type Backups = {
  readonly desk: BackupDesk
  /** Something was asked for. */
  wake(): void
  stop(): Promise<void>
}

/** Backups of volumes, in their tenants' buckets: those that are asked for, and those that are due. */
export function startBackups(deps: {
  readonly db: Db
  readonly queues: Pick<Queues, 'wakeNode'>
  readonly secrets: SecretBox
  readonly connected: ConnectedNodes
  readonly happenings: TellTenant
  readonly allow: readonly string[]
  readonly log: Logger
}): Backups {
  const { db, queues: wake, secrets, happenings, log } = deps
  const openBucket = createBucketOpener({ allow: deps.allow })
  const nodes = createNodeArchives(deps.connected)
  const keeper = createTransferKeeper({ db, wake, secrets, openBucket, nodes, happenings, clock, log })
  const onError = (error: unknown) => log.warn({ err: error }, 'backups are looked at later')
  const rounds = startRounds({ round: () => keeper.look(), everyMs: LOOK_MS, onError })
  const due = every(DUE_MS, () => makeDueBackups({ db, happenings, clock, log }), log)
  return {
    desk: createBackupDesk({ db, secrets, openBucket }),
    wake: () => rounds.wake(),
    stop: async () => {
      due.stop()
      await rounds.close()
      await keeper.close()
    },
  }
}
