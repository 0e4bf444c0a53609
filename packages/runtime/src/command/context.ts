import type { Scopes } from '../cgroup/systemd/scopes.ts'
import type { CommandCgroups } from './command-cgroups.ts'

/** What every use-case of the command works with. */
export type CommandContext = {
  /** the folder that holds one folder per container */
  readonly root: string
  /** path of berth-init */
  readonly init: string
  readonly cgroups: CommandCgroups
  readonly scopes: Scopes
  readonly now: () => Date
  /** this process' environment, for hooks that name none */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** something that the specification lets go on, but somebody should know */
  readonly warn: (message: string) => void
}
