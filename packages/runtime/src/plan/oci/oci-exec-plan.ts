import type { LinuxConfig, ProcessConfig } from '@berth/oci'
import type { Plan } from '../operation.ts'
import { readCapabilities } from './capabilities.ts'
import { cgroupEntryOperations } from './cgroup-entry.ts'
import { containerIdMappings, hostId } from './id-maps.ts'
import { entryFlags, readNamespaces } from './namespaces.ts'
import { maskOfList } from './number-list.ts'
import type { OciExecPlaces, OciHost, OciPlan } from './places.ts'
import { endOperations, identityOperation, labelOperations, raiseLimits } from './process-end.ts'
import { schedulingOperations } from './scheduling.ts'
import { terminalOperation } from './terminal.ts'

const ALL_CAPABILITIES = 2n ** 41n - 1n

/** One more process of a running container, which was made from `linux`: in its namespaces and control groups. */
export function compileOciExecPlan(
  process: ProcessConfig,
  linux: LinuxConfig,
  places: OciExecPlaces,
  host: OciHost,
): OciPlan {
  const namespaces = readNamespaces(linux)
  const ids = containerIdMappings(linux)
  const ownUsers = namespaces.of('user') !== 'shared'
  const uid = ids ? hostId(ids.uids, process.user.uid) : process.user.uid
  const gid = ids ? hostId(ids.gids, process.user.gid) : process.user.gid
  const group = cgroupEntryOperations(places.cgroup, false)
  const rights = readCapabilities(process.capabilities, ownUsers ? ALL_CAPABILITIES : host.bounding)
  const labels = labelOperations(process, host)
  const { initial, final } = process.execCPUAffinity ?? {}
  const plan: Plan = [
    places.attend,
    { op: 'findInit', ...places.init },
    ...group.before,
    ...raiseLimits(process),
    ...(process.oomScoreAdj === undefined
      ? []
      : [{ op: 'writeProc', path: 'self/oom_score_adj', data: String(process.oomScoreAdj) } as const]),
    ...(uid === undefined || gid === undefined ? [] : [{ op: 'ownStdio', uid, gid } as const]),
    ...affinity(initial),
    { op: 'clone', flags: 0n, cgroup: group.bornIn },
    ...(places.seccomp?.notify ?? []),
    ...group.after,
    ...affinity(final),
    { op: 'joinInit', types: entryFlags(namespaces) },
    ...(ownUsers ? ([{ op: 'enterUserns' }, { op: 'becomeRoot' }] as const) : []),
    { op: 'openRoot', path: '/' },
    ...(labels.plan.length > 0 ? [{ op: 'openProc' } as const] : []),
    identityOperation(process),
    terminalOperation(process, false),
    { op: 'tryDir', path: process.cwd },
    ...schedulingOperations(process, { personality: linux.personality, memoryPolicy: linux.memoryPolicy }),
    ...labels.plan,
    ...endOperations(process, rights.sets, places.seccomp?.load ?? []),
  ]
  return { plan, warnings: [...rights.warnings, ...labels.warnings] }
}

function affinity(list: string | undefined): Plan {
  return list === undefined ? [] : [{ op: 'cpuAffinity', mask: maskOfList(list) }]
}
