import { parseRuntimeConfig, type RuntimeConfig } from '@berth/oci'
import { readCgroupLayout } from '../../../packages/runtime/src/cgroup/layout.ts'
import { compileResources } from '../../../packages/runtime/src/cgroup/resources/compile-resources.ts'
import { deviceAccess } from '../../../packages/runtime/src/cgroup/resources/device-access.ts'
import { FRESH } from '../../../packages/runtime/src/cgroup/resources/setting.ts'
import { compileOciExecPlan } from '../../../packages/runtime/src/plan/oci/oci-exec-plan.ts'
import { compileOciPlan } from '../../../packages/runtime/src/plan/oci/oci-plan.ts'
import type { OciHost } from '../../../packages/runtime/src/plan/oci/places.ts'
import { ARCHITECTURES } from '../../../packages/runtime/src/seccomp/architecture.ts'
import { compileSeccomp } from '../../../packages/runtime/src/seccomp/compile.ts'
import {
  filterOperation,
  listenerOperations,
} from '../../../packages/runtime/src/seccomp/filter-operations.ts'

const CONTROLLERS =
  'cpuset cpu cpuacct blkio memory devices freezer net_cls net_prio pids rdma hugetlb'.split(' ')
const LAYOUTS = [
  readCgroupLayout(CONTROLLERS.map((name) => `cgroup /c/${name} cgroup rw,${name} 0 0`).join('\n')),
  readCgroupLayout('cgroup2 /c cgroup2 rw 0 0', () => 'cpuset cpu io memory hugetlb pids rdma'),
]
const HOST: OciHost = { bounding: 2n ** 41n - 1n, groups: [], apparmor: true, selinux: true }
const ATTEND = { op: 'attend', folder: '/f', console: '', flags: 0, preserved: 0 } as const
const CGROUP = { tasks: [], bornIn: '/c/x' }

/** Everything that a configuration comes to, as one text; limits that are refused are part of it. Errors as of each. */
export function outcomeOf(document: unknown): string {
  const config = parseRuntimeConfig(JSON.stringify(document))
  const parts = [planOf, execPlanOf, limitsOf, stateOf].map((part) => part(config))
  return JSON.stringify(parts, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
}

function planOf(config: RuntimeConfig): unknown {
  const rootfs = `/bundle/${config.root?.path}`
  const hookState = { before: '', after: '' }
  const more = { bundle: '/bundle', rootfs, keyring: undefined, hookState, noPivot: false }
  return compileOciPlan(config, { attend: ATTEND, cgroup: CGROUP, seccomp: filterOf(config), ...more }, HOST)
}

function execPlanOf({ process, linux = {} }: RuntimeConfig): unknown {
  if (!process) return undefined
  const init = { pid: 1, startTime: 1n }
  return compileOciExecPlan(
    process,
    linux,
    { attend: ATTEND, cgroup: CGROUP, seccomp: undefined, init },
    HOST,
  )
}

function filterOf({ linux }: RuntimeConfig) {
  const profile = linux?.seccomp
  if (!profile) return undefined
  const container = { ociVersion: '1.2.0', id: 'c', status: 'creating', bundle: '/b' } as const
  const program = compileSeccomp(profile, ARCHITECTURES.x64)
  return { notify: listenerOperations(profile, container), load: [filterOperation(profile, program)] }
}

/** Each part alone, for one that is refused would hide the others; in a new group, and in one that uses much. */
function limitsOf({ linux }: RuntimeConfig): unknown {
  const { devices, ...resources } = linux?.resources ?? {}
  const compiled = Object.entries(resources).flatMap(([key, value]) =>
    LAYOUTS.flatMap((layout) =>
      [0n, 10n ** 12n].map((memoryUsed) =>
        attempt(() => compileResources(layout, { [key]: value }, { ...FRESH, memoryUsed })),
      ),
    ),
  )
  return [compiled, deviceAccess(devices)]
}

/** What the command keeps, and runs itself. */
function stateOf({ ociVersion, annotations, hooks, linux }: RuntimeConfig): unknown {
  return { ociVersion, annotations, hooks, cgroup: linux?.cgroupsPath }
}

function attempt(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return String(error)
  }
}
