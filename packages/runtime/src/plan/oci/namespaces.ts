import type { LinuxConfig, NamespaceType } from '@berth/oci'
import type { Operation, Plan } from '../operation.ts'
import { contradiction } from './refuse.ts'

/** linux/sched.h */
const FLAG: Readonly<Record<NamespaceType, number>> = {
  time: 0x00000080,
  mount: 0x00020000,
  cgroup: 0x02000000,
  uts: 0x04000000,
  ipc: 0x08000000,
  user: 0x10000000,
  pid: 0x20000000,
  network: 0x40000000,
}

const MADE_BY_CLONE: readonly NamespaceType[] = ['mount', 'uts', 'ipc', 'pid', 'network']
const JOINED_BEFORE: readonly NamespaceType[] = ['network', 'ipc', 'uts', 'cgroup', 'time', 'pid']

export type Namespaces = {
  /** how the container comes by a namespace of this type */
  of(type: NamespaceType): 'made' | 'joined' | 'shared'
  pathOf(type: NamespaceType): string | undefined
}

export function readNamespaces(linux: LinuxConfig): Namespaces {
  const list = linux.namespaces ?? []
  const find = (type: NamespaceType) => list.find((namespace) => namespace.type === type)
  return {
    of(type) {
      const namespace = find(type)
      if (!namespace) return 'shared'
      return namespace.path === undefined ? 'made' : 'joined'
    },
    pathOf: (type) => find(type)?.path,
  }
}

/**
 * As the host's root, who may enter any namespace, whoever it belongs to: so before the user namespace is entered.
 * Those of pid and time hold for the process that is cloned afterwards.
 */
export function joinOperations(namespaces: Namespaces): Plan {
  return JOINED_BEFORE.flatMap((type): Plan => {
    const path = namespaces.pathOf(type)
    return path === undefined ? [] : [{ op: 'joinPath', path, type: FLAG[type] }]
  })
}

/** A time namespace takes its offsets before the first process is in it. */
export function timeOperations(namespaces: Namespaces, offsets: LinuxConfig['timeOffsets']): Plan {
  const lines = Object.entries(offsets ?? {}).flatMap(([clock, offset]) =>
    offset ? [`${clock} ${offset.secs ?? 0} ${offset.nanosecs ?? 0}\n`] : [],
  )
  if (namespaces.of('time') !== 'made') {
    if (lines.length === 0) return []
    throw contradiction('linux.timeOffsets', 'clocks are shifted only in a new time namespace')
  }
  const write: Operation = { op: 'writeProc', path: 'self/timens_offsets', data: lines.join('') }
  return [{ op: 'unshare', flags: FLAG.time }, ...(lines.length > 0 ? [write] : [])]
}

/** `hasNetwork`: a network was made before, for what is moved to it. */
export function cloneFlags(namespaces: Namespaces, hasNetwork: boolean): bigint {
  return MADE_BY_CLONE.filter(
    (type) => namespaces.of(type) === 'made' && !(hasNetwork && type === 'network'),
  ).reduce((flags, type) => flags | BigInt(FLAG[type]), 0n)
}

/** Its root is the control group that the process is in by then. */
export function cgroupNamespaceOperations(namespaces: Namespaces): Plan {
  return namespaces.of('cgroup') === 'made' ? [{ op: 'unshare', flags: FLAG.cgroup }] : []
}

/** The flags of all namespaces that a further process takes from the first one; pid is its parent's to enter, user comes last. */
export function entryFlags(namespaces: Namespaces): number {
  const types = Object.keys(FLAG) as NamespaceType[]
  return types
    .filter((type) => type !== 'user' && type !== 'pid' && namespaces.of(type) !== 'shared')
    .reduce((flags, type) => flags | FLAG[type], 0)
}
