import type { BlobStore } from '@berth/blob'
import type { Clock, Turns } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import type { PushApps, PushBuilds, PushLimits } from './ports.ts'
import type { Repositories } from './store/repositories.ts'

/** What pushes and fetches work with. */
export type PushDeps = {
  readonly db: Db
  /** the store of sources, which holds packs too */
  readonly sources: BlobStore
  readonly repositories: Repositories
  readonly apps: PushApps
  readonly builds: PushBuilds
  readonly limits: PushLimits
  /** those who take in or give out objects just now, by tenant */
  readonly turns: Turns
  readonly clock: Clock
  readonly log: Logger
}
