import type { BlobStore } from '@berth/blob'
import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'

export type CollectionDeps = {
  readonly db: Db
  readonly blobs: BlobStore
  readonly clock: Clock
  readonly log: Logger
  /** how long content stays after it was pushed, mounted or asked for by HEAD */
  readonly leaseMs: number
  /** how long a manifest stays after nothing holds it any more, or after it was last asked for */
  readonly graceMs: number
}

export type CollectionRequest = {
  /** null: the platform by itself */
  readonly by: string | null
  readonly dryRun: boolean
  /** storage and database are compared too, which reads all of both */
  readonly reconcile: boolean
  /** called with the run's id when it has begun */
  readonly onStart?: (id: string) => void
}
