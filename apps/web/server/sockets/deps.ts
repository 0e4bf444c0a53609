import type { Auth } from '@berth/auth'
import type { BuildHints } from '@berth/build/service'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import type { SandboxWatch } from '@berth/sandbox'
import type { ClassLane } from '../class-lane.ts'
import type { ControlClient } from '../control-client.ts'
import type { Audience } from './sandbox/audience.ts'
import type { Shells } from './sandbox/shells.ts'
import type { Watchdog } from './watchdog.ts'

/** What the namespaces share. */
export type SocketDeps = {
  readonly auth: Auth
  readonly db: Db
  readonly control: ControlClient
  readonly builds: Pick<BuildHints, 'watch'>
  readonly sandboxes: Pick<SandboxWatch, 'watch'>
  readonly shells: Shells
  readonly audience: Audience
  readonly watchdog: Watchdog
  readonly lane: Pick<ClassLane, 'run'>
  readonly log: Logger
}
