import { basename } from 'node:path'
import { BerthError } from '@berth/core'
import type { IdMapping, NamespaceType, RuntimeSpec } from '@berth/oci'
import type { CgroupEntry } from '../cgroup/paths.ts'
import type { ContainerRequest, RootFs } from '../runtime.ts'
import { DEV_LINKS } from './container-defaults.ts'
import { splitMountOptions } from './mount-option.ts'
import { heldTrees } from './held-trees.ts'
import { type Operation, type Plan, SESSION } from './operation.ts'
import { execOperation, processOperations } from './process-operations.ts'
import { secretFiles } from './secret-files.ts'

/** What a plan needs beside the spec: places on the host, and what was compiled before. */
export type ContainerPlaces = {
  readonly folder: string
  /** what makes it, where it is missing */
  readonly place: Plan
  readonly socket: string
  readonly rootfs: RootFs
  /** what is made on the host before the process exists: files and control groups */
  readonly preparation: Plan
  readonly cgroup: CgroupEntry
  readonly user: string
  /** name → content */
  readonly secretFiles: Readonly<Record<string, string>>
  readonly log: ContainerRequest['log']
  /** process 1 is ours, and the program its child */
  readonly init: boolean
  /** process 1 is all that there is */
  readonly idle: boolean
  /** its input and output are somebody's */
  readonly attended: boolean
  readonly firstSegment: number
  readonly filter: Uint8Array
}

/** linux/sched.h; a user namespace is made first, and entered last */
const CLONE_FLAG: Readonly<Record<NamespaceType, bigint>> = {
  mount: 0x00020000n,
  cgroup: 0x02000000n,
  uts: 0x04000000n,
  ipc: 0x08000000n,
  user: 0x10000000n,
  pid: 0x20000000n,
  network: 0x40000000n,
  time: 0x00000080n,
}
/** that of mounts is made of an empty one, later */
const MADE_BY_CLONE: readonly NamespaceType[] = ['pid', 'uts', 'ipc', 'network']

/** linux/mount.h, for mount(2) */
const MS_NODEV = 0x4n

/** After everything that is created in it; what is mounted below it stays as it is. */
const READONLY_ROOT: Operation = {
  ...{ op: 'remount', destination: '/', set: 0x1n, clear: 0n, setAll: 0n, clearAll: 0n },
  ...{ propagation: 0, propagationAll: 0 },
}

const MODE_CHARACTER_DEVICE = 0o020000

/**
 * Everything that makes a container, in order. Mounts are made as the host's root in a mount namespace that belongs
 * to the host's user namespace, so that nothing inside can undo them; the container's user namespace comes last.
 */
export function containerPlan(spec: RuntimeSpec, places: ContainerPlaces): Plan {
  const uid = onlyMapping(spec.linux.uidMappings)
  const gid = onlyMapping(spec.linux.gidMappings)
  const held = heldTrees(spec, places.rootfs)
  return [
    ...places.place,
    supervise(spec, places),
    ...places.preparation,
    { op: 'makeUserns', uid: uid.hostID, gid: gid.hostID, size: uid.size },
    { op: 'openEmptyMounts' },
    { op: 'clone', flags: cloneFlags(spec), cgroup: places.cgroup.bornIn },
    ...spec.linux.namespaces.flatMap(
      (namespace): Plan =>
        namespace.path === undefined
          ? []
          : [{ op: 'joinPath', path: namespace.path, type: Number(CLONE_FLAG[namespace.type]) }],
    ),
    ...places.cgroup.tasks.map((path): Operation => ({ op: 'writeFile', path, data: '0' })),
    { op: 'unshare', flags: Number(CLONE_FLAG.cgroup) },
    { op: 'fsIds', uid: uid.hostID, gid: gid.hostID },
    ...held.hold,
    { op: 'ownMounts' },
    ...held.stage,
    ...rootOperations(places.rootfs),
    ...kernelMounts(spec, gid.hostID),
    ...deviceOperations(spec),
    ...held.bind,
    ...(spec.hostname === undefined ? [] : [{ op: 'hostname', name: spec.hostname } as const]),
    { op: 'user', user: places.user },
    ...secretFiles(places.secretFiles),
    { op: 'rootDir', path: spec.process.cwd },
    spec.process.terminal ? { op: 'pty', cols: 80, rows: 24, console: 1 } : { op: 'stdio' },
    ...(spec.root.readonly ? [READONLY_ROOT] : []),
    ...(spec.linux.maskedPaths ?? []).map((path): Operation => ({ op: 'mask', path })),
    ...(spec.linux.readonlyPaths ?? []).map((path): Operation => ({ op: 'readonly', path })),
    { op: 'switchRoot' },
    ...processOperations(spec.process, places.filter, end(spec, places)),
  ]
}

function end({ process }: RuntimeSpec, { idle, init }: ContainerPlaces): Plan {
  if (idle) return [{ op: 'rest' }]
  return [...(init ? [{ op: 'reap' } as const] : []), execOperation(process)]
}

function supervise(spec: RuntimeSpec, places: ContainerPlaces): Operation {
  return {
    op: 'supervise',
    folder: places.folder,
    socket: places.socket,
    flags: sessionFlags(spec.process.terminal ?? false, places),
    segmentBytes: BigInt(places.log.maxBytes),
    segments: places.log.maxSegments,
    firstSegment: places.firstSegment,
  }
}

function sessionFlags(tty: boolean, { init, attended }: ContainerPlaces): number {
  const input = attended ? SESSION.waits | (tty ? 0 : SESSION.stdin) : 0
  return SESSION.log | (tty ? SESSION.tty : 0) | (init ? SESSION.reaps : 0) | input
}

function onlyMapping(mappings: readonly IdMapping[] | undefined): IdMapping {
  const [mapping] = mappings ?? []
  if (!mapping) throw new BerthError('runtime.unsupported', 'a container has one range of ids')
  return mapping
}

function cloneFlags(spec: RuntimeSpec): bigint {
  return spec.linux.namespaces
    .filter(({ type, path }) => path === undefined && MADE_BY_CLONE.includes(type))
    .reduce((flags, { type }) => flags | CLONE_FLAG[type], 0n)
}

/** overlayfs over idmapped copies of its layers, on a tmpfs that nobody else sees; names are short on purpose. */
function rootOperations(rootfs: RootFs): Plan {
  return [
    { op: 'makeDir', path: 'root', mode: 0o755 },
    {
      op: 'mount',
      source: 'overlay',
      target: 'root',
      type: 'overlay',
      flags: MS_NODEV,
      data: [
        `lowerdir=${rootfs.lower.map((_, i) => i).join(':')}`,
        `upperdir=up/${basename(rootfs.upper)}`,
        `workdir=up/${basename(rootfs.work)}`,
        ...(rootfs.volatile ? ['volatile'] : []),
      ].join(','),
    },
    { op: 'openRoot', path: 'root' },
  ]
}

function kernelMounts(spec: RuntimeSpec, gidBase: number): Plan {
  return spec.mounts
    .filter(({ type }) => type !== 'bind')
    .map(({ type, destination, options }): Operation => {
      const { attributes, own } = splitMountOptions(options ?? [])
      return {
        op: 'filesystem',
        type: type ?? '',
        destination,
        attributes,
        // devpts reads its gid in the host's user namespace
        options: own.map((option) =>
          option.replace(/^gid=(\d+)$/, (_, gid) => `gid=${gidBase + Number(gid)}`),
        ),
      }
    })
}

function deviceOperations(spec: RuntimeSpec): Plan {
  const devices = (spec.linux.devices ?? []).map(
    ({ path, fileMode, major, minor }): Operation => ({
      op: 'device',
      path,
      mode: MODE_CHARACTER_DEVICE | fileMode,
      major,
      minor,
    }),
  )
  const links = Object.entries(DEV_LINKS).map(
    ([path, target]): Operation => ({ op: 'symlink', target, path }),
  )
  // the terminal is bound over it; the node itself would be the host's console
  const console: Operation = { op: 'device', path: '/dev/console', mode: 0o100620, major: 0, minor: 0 }
  return [...devices, ...links, ...(spec.process.terminal ? [console] : [])]
}
