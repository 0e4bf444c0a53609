import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { TellTenant } from '../alerts/ports.ts'
import type { Log, SecretBox, Wake } from '../ports.ts'
import type { PaceLimits } from './pace.ts'
import type { YieldLimits } from './plan-yields.ts'
import type { NodeArchives, OpenBucket } from './ports.ts'

/** What backups are made and brought back with. */
export type KeeperDeps = {
  readonly db: Db
  readonly wake: Pick<Wake, 'wakeNode'>
  readonly secrets: Pick<SecretBox, 'open'>
  readonly openBucket: OpenBucket
  readonly nodes: NodeArchives
  readonly happenings: TellTenant
  readonly clock: Clock
  readonly log: Log
  /** absent: what each must move at least */
  readonly pace?: PaceLimits | undefined
  /** absent: when one gives up its place to others */
  readonly yields?: YieldLimits | undefined
}
