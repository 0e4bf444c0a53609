import type { LinuxConfig, ProcessConfig, RuntimeConfig } from '@berth/oci'
import type { Operation, Plan } from '../operation.ts'
import { readCapabilities } from './capabilities.ts'
import { cgroupEntryOperations } from './cgroup-entry.ts'
import { initOperations } from './init.ts'
import { deviceOperations } from './devices.ts'
import { hookOperations } from './hooks.ts'
import { containerIdMappings, hostId, type IdMappings } from './id-maps.ts'
import { inheritedPropagation } from './inherited-propagation.ts'
import { withKeptGroups } from './kept-groups.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { MS } from './mount-options.ts'
import { bindsDev, mountOperations } from './mounts.ts'
import {
  cgroupNamespaceOperations,
  cloneFlags,
  joinOperations,
  type Namespaces,
  readNamespaces,
  timeOperations,
} from './namespaces.ts'
import { networkOperations } from './network.ts'
import type { OciHost, OciPlaces, OciPlan } from './places.ts'
import { endOperations, identityOperation, labelOperations, raiseLimits, searchPath } from './process-end.ts'
import { contradiction, unsupported } from './refuse.ts'
import { rootOperations } from './root.ts'
import { schedulingOperations } from './scheduling.ts'
import { sysctlOperations } from './sysctls.ts'
import { terminalOperation } from './terminal.ts'

const ALL_CAPABILITIES = 2n ** 41n - 1n

/**
 * A container as its `config.json` describes it. What the host's root alone can do (open mounts of the host, join
 * namespaces, make id maps) comes before the clone; then a process of the new namespaces mounts, stops for hooks,
 * enters its root, stops for its start, gives its rights up and executes the program. Errors: input.invalid,
 * runtime.unsupported.
 */
export function compileOciPlan(config: RuntimeConfig, places: OciPlaces, host: OciHost): OciPlan {
  const linux = config.linux ?? {}
  const { process } = config
  refuseUnsupported(linux)
  if (!process) throw contradiction('process', 'there is nothing to start')
  const setting = readSetting(linux)
  const rights = readCapabilities(process.capabilities, setting.ownUsers ? ALL_CAPABILITIES : host.bounding)
  const labels = labelOperations(process, host)
  const root = rootOperations(config, places, setting)
  const mounts = mountOperations(config.mounts ?? [], {
    ...setting,
    bundle: places.bundle,
    cgroup: places.cgroup,
    rootPropagation: linux.rootfsPropagation,
    opensItself:
      setting.namespaces.of('mount') === 'made' &&
      !setting.ownUsers &&
      inheritedPropagation(linux.rootfsPropagation) === MS.private,
    label: host.selinux ? linux.mountLabel : undefined,
  })
  const devices = bindsDev(config.mounts ?? []) ? [] : deviceOperations(linux.devices ?? [], setting)
  const sysctls = sysctlOperations(linux.sysctl ?? {}, setting.namespaces, config)
  const network = networkOperations(linux, setting.namespaces, setting.userSlot)
  const group = cgroupEntryOperations(places.cgroup, setting.userSlot !== undefined)
  const plan: Plan = [
    places.attend,
    ...setting.ledger.plan(),
    ...group.before,
    ...limitsOfHost(process, setting.ids),
    ...network,
    ...joinOperations(setting.namespaces),
    ...timeOperations(setting.namespaces, linux.timeOffsets),
    ...userOperations(setting),
    { op: 'clone', flags: cloneFlags(setting.namespaces, network.length > 0), cgroup: group.bornIn },
    ...(places.seccomp?.notify ?? []),
    ...group.after,
    ...cgroupNamespaceOperations(setting.namespaces),
    ...(setting.namespaces.of('network') === 'made' ? [{ op: 'loopback' } as const] : []),
    ...root.enterMounts,
    ...(sysctls.length + labels.plan.length > 0 ? [{ op: 'openProc' } as const] : []),
    ...mounts.plan,
    ...devices,
    ...mounts.late,
    { op: 'rootDir', path: process.cwd },
    identityOperation(withKeptGroups(process, config.annotations ?? {}, { ...setting, groups: host.groups })),
    terminalOperation(process, true),
    { op: 'sync' },
    ...hookOperations(config.hooks?.createContainer, places.hookState),
    ...restrictions(linux),
    ...root.change,
    ...sysctls,
    ...names(config, setting.namespaces),
    { op: 'tryDir', path: process.cwd },
    { op: 'find', program: process.args[0] ?? '', search: searchPath(process.env ?? []) },
    ...(places.keyring === undefined ? [] : [{ op: 'keyring', name: places.keyring } as const]),
    ...(places.attend.folder === '' ? [] : [{ op: 'waitStart' } as const]),
    ...hookOperations(config.hooks?.startContainer, places.hookState),
    ...schedulingOperations(process, linux),
    ...labels.plan,
    ...endOperations(
      process,
      rights.sets,
      places.seccomp?.load ?? [],
      initOperations(config.annotations ?? {}, setting.namespaces),
    ),
  ]
  return { plan: setting.ledger.settle(plan), warnings: [...rights.warnings, ...labels.warnings] }
}

/** What the whole compilation shares. */
type Setting = {
  readonly namespaces: Namespaces
  readonly ids: IdMappings | undefined
  readonly ownUsers: boolean
  readonly ledger: Ledger
  readonly userSlot: number | undefined
}

function readSetting(linux: LinuxConfig): Setting {
  const namespaces = readNamespaces(linux)
  const ids = containerIdMappings(linux)
  const ledger = createLedger()
  const path = namespaces.pathOf('user')
  const made = namespaces.of('user') === 'made' && ids ? ledger.idMap(ids) : undefined
  const userSlot = path === undefined ? made : ledger.joinedIdMap(path)
  return { namespaces, ids, ledger, userSlot, ownUsers: userSlot !== undefined }
}

function refuseUnsupported(linux: LinuxConfig): void {
  if (linux.intelRdt && Object.keys(linux.intelRdt).length > 0)
    throw unsupported('linux.intelRdt', 'cache and bandwidth of memory are not divided here')
}

/** What can be raised, lowered or given by the host's root only, and is inherited. */
function limitsOfHost(process: ProcessConfig, ids: IdMappings | undefined): Plan {
  const { user, oomScoreAdj } = process
  const uid = ids ? hostId(ids.uids, user.uid) : user.uid
  const gid = ids ? hostId(ids.gids, user.gid) : user.gid
  return [
    ...raiseLimits(process),
    ...(oomScoreAdj === undefined
      ? []
      : [{ op: 'writeProc', path: 'self/oom_score_adj', data: String(oomScoreAdj) } as const]),
    ...(uid === undefined || gid === undefined ? [] : [{ op: 'ownStdio', uid, gid } as const]),
  ]
}

/** Namespaces that are made afterwards belong to it. */
function userOperations({ namespaces, userSlot }: Setting): Plan {
  const mountPath = namespaces.pathOf('mount')
  return [
    ...(mountPath === undefined ? [] : [{ op: 'openMountNamespace', path: mountPath } as const]),
    ...(userSlot === undefined ? [] : [{ op: 'enterIdMap', idMap: userSlot } as const]),
  ]
}

function restrictions({ maskedPaths, readonlyPaths }: LinuxConfig): Plan {
  return [
    ...(maskedPaths ?? []).map((path): Operation => ({ op: 'mask', path })),
    ...(readonlyPaths ?? []).map((path): Operation => ({ op: 'readonly', path })),
  ]
}

function names({ hostname, domainname }: RuntimeConfig, namespaces: Namespaces): Plan {
  for (const [path, name] of Object.entries({ hostname, domainname })) {
    if (name !== undefined && namespaces.of('uts') === 'shared')
      throw contradiction(path, 'it is the name of the host without a uts namespace in linux.namespaces')
  }
  return [
    ...(hostname === undefined ? [] : [{ op: 'hostname', name: hostname } as const]),
    ...(domainname === undefined ? [] : [{ op: 'domainname', name: domainname } as const]),
  ]
}
