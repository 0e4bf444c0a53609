import type { ProcessConfig, RuntimeConfig } from '@berth/oci'
import type { CgroupEntry } from '../cgroup/paths.ts'
import { compileOciPlan } from '../plan/oci/oci-plan.ts'
import type { OciHost } from '../plan/oci/places.ts'
import type { Plan } from '../plan/operation.ts'
import type { CommandContext } from './context.ts'
import type { SavedContainer } from './container-state.ts'
import type { CreateRequest } from './create-request.ts'
import { hookState } from './hook-state.ts'
import { launchFlags } from './launch-flags.ts'
import type { SeccompFilter } from './seccomp-filter.ts'
import { withListenFds } from './listen-fds.ts'

export type CreatePlaces = {
  readonly request: CreateRequest
  /** the container's folder */
  readonly folder: string
  readonly saved: SavedContainer
  readonly cgroup: CgroupEntry
  readonly seccomp: SeccompFilter | undefined
  readonly host: OciHost
}

/** The plan of `create`. Errors: input.invalid, runtime.unsupported. */
export function compileCreate(config: RuntimeConfig, places: CreatePlaces, { warn }: CommandContext): Plan {
  const { request, saved } = places
  const process = withListenFds(config.process ?? NO_PROCESS, request.listening)
  const { plan, warnings } = compileOciPlan(
    { ...config, process },
    {
      bundle: saved.bundle,
      rootfs: saved.rootfs,
      attend: {
        op: 'attend',
        folder: places.folder,
        console: request.consoleSocket ?? '',
        flags: launchFlags(process, request),
        preserved: request.preserved,
      },
      cgroup: places.cgroup,
      seccomp: places.seccomp,
      keyring: request.ownKeyring ? `_ses.${request.id}` : undefined,
      hookState: hookState(saved),
      noPivot: request.noPivot,
    },
    places.host,
  )
  for (const warning of warnings) warn(warning)
  return config.process ? plan : plan.filter(({ op }) => op !== 'find')
}

/** A container may be created without a process, and then cannot be started (runtime-spec config.md, `process`). */
const NO_PROCESS: ProcessConfig = { user: { uid: 0, gid: 0 }, args: ['/'], cwd: '/' }
