import type { ProcessConfig, RuntimeConfig } from '@berth/oci'
import type { CgroupEntry } from '../cgroup/paths.ts'
import { compileOciExecPlan } from '../plan/oci/oci-exec-plan.ts'
import type { OciHost } from '../plan/oci/places.ts'
import type { Plan } from '../plan/operation.ts'
import type { CommandContext } from './context.ts'
import type { ExecRequest } from './exec-request.ts'
import { launchFlags } from './launch-flags.ts'
import { withListenFds } from './listen-fds.ts'
import type { ProcessId } from './process-start.ts'
import type { SeccompFilter } from './seccomp-filter.ts'

export type ExecPlaces = {
  readonly request: ExecRequest
  readonly init: ProcessId
  readonly cgroup: CgroupEntry
  readonly seccomp: SeccompFilter | undefined
  readonly host: OciHost
}

/** The plan of `exec` in a container that was made from `config`. Errors: input.invalid, runtime.unsupported. */
export function compileExec(
  config: RuntimeConfig,
  process: ProcessConfig,
  { request, init, cgroup, seccomp, host }: ExecPlaces,
  { warn }: CommandContext,
): Plan {
  const { plan, warnings } = compileOciExecPlan(
    withListenFds(process, request.listening),
    config.linux ?? {},
    {
      attend: {
        op: 'attend',
        folder: '',
        console: request.consoleSocket ?? '',
        flags: launchFlags(process, { ...request, stays: !request.detach }),
        preserved: request.preserved,
      },
      init: { pid: init.pid, startTime: BigInt(init.startTime) },
      cgroup,
      seccomp,
    },
    host,
  )
  for (const warning of warnings) warn(warning)
  return plan
}
