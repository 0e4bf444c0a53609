import { resolve } from 'node:path'
import type { LinuxConfig, MountConfig } from '@berth/oci'
import type { CgroupEntry } from '../../cgroup/paths.ts'
import { ATTACH, NO_ID_MAP, type Operation, type Plan } from '../operation.ts'
import { cgroupMountOperations } from './cgroup-mounts.ts'
import type { IdMappings } from './id-maps.ts'
import type { Ledger } from './ledger.ts'
import {
  MS,
  type MountAttributes,
  type MountOptions,
  NO_ATTRIBUTES,
  parseMountOptions,
} from './mount-options.ts'
import { contradiction, unsupported } from './refuse.ts'

export type MountContext = {
  readonly ledger: Ledger
  readonly bundle: string
  readonly cgroup: CgroupEntry
  readonly ids: IdMappings | undefined
  /** mounts belong to a user namespace of the container's: what it does must not reach the host's */
  readonly ownUsers: boolean
  readonly rootPropagation: LinuxConfig['rootfsPropagation']
  /** a label that every new file system is mounted with */
  readonly label: string | undefined
}

/** In the order of the configuration; `late`: what becomes read-only only after something was made in it. */
export function mountOperations(
  mounts: readonly MountConfig[],
  context: MountContext,
): { readonly plan: Plan; readonly late: Plan } {
  const compiled = mounts.flatMap((mount, i) => compileMount(mount, `mounts[${i}]`, context))
  return { plan: compiled.map(writable), late: compiled.flatMap(sealing) }
}

const RDONLY = 0x1n

/** A new tmpfs is filled with mount points, and whatever is at /dev with devices. */
function isFilled(operation: Operation): operation is Filled {
  if (operation.op === 'attachFilesystem')
    return operation.type === 'tmpfs' || operation.destination === '/dev'
  return operation.op === 'remount' && operation.destination === '/dev'
}

type Filled = Extract<Operation, { op: 'attachFilesystem' | 'remount' }>

function writable(operation: Operation): Operation {
  return isFilled(operation) ? { ...operation, set: operation.set & ~RDONLY } : operation
}

function sealing(operation: Operation): Plan {
  if (!isFilled(operation) || (operation.set & RDONLY) === 0n) return []
  return [{ op: 'remount', destination: operation.destination, ...NO_ATTRIBUTES, set: RDONLY }]
}

/** Whoever mounts the host's devices there wants no others. */
export function bindsDev(mounts: readonly MountConfig[]): boolean {
  return mounts.some((mount) => destinationOf(mount) === '/dev' && isBind(mount, optionsOf(mount)))
}

function compileMount(mount: MountConfig, path: string, context: MountContext): Plan {
  const destination = destinationOf(mount)
  const options = optionsOf(mount)
  if (destination === '/') throw contradiction(`${path}.destination`, 'the root itself is given by root.path')
  if (options.remount) return [{ op: 'remount', destination, ...options.attributes }]
  if (isBind(mount, options)) return [bind(mount, path, options, context)]
  if (mount.uidMappings || mount.gidMappings || options.idMap !== 'no')
    throw unsupported(path, 'ids are mapped only by mounts with the option bind or rbind')
  if (mount.type === 'cgroup' || mount.type === 'cgroup2') {
    return cgroupMountOperations(destination, options.attributes, context)
  }
  return [filesystem(mount, path, options, context)]
}

function destinationOf({ destination }: MountConfig): string {
  return resolve('/', destination)
}

function optionsOf({ options }: MountConfig): MountOptions {
  return parseMountOptions(options ?? [])
}

function isBind({ type }: MountConfig, { bind }: MountOptions): boolean {
  return bind !== 'no' || type === 'bind'
}

function bind(mount: MountConfig, path: string, options: MountOptions, context: MountContext): Operation {
  const [unknown] = options.data.filter((option) => !SUPERBLOCK.includes(option))
  if (unknown !== undefined)
    throw contradiction(`${path}.options`, `"${unknown}" is no option of a bind mount`)
  if (mount.source === undefined)
    throw contradiction(`${path}.source`, 'a bind mount needs a file or a folder')
  const recursive = options.bind === 'all'
  const tree = context.ledger.tree(resolve(context.bundle, mount.source), {
    recursive,
    slave: context.ownUsers,
    idMap: idMapOf(mount, path, options, context),
    allIds: options.idMap === 'all',
  })
  return {
    op: 'attachTree',
    tree,
    destination: destinationOf(mount),
    ...propagated(options.attributes, recursive, context),
  }
}

/** They belong to the file system, which is mounted already. */
const SUPERBLOCK: readonly string[] = ['sync', 'async', 'dirsync', 'lazytime', 'nolazytime', 'mand', 'nomand']

function idMapOf(
  { uidMappings, gidMappings }: MountConfig,
  path: string,
  { idMap }: MountOptions,
  { ledger, ids }: MountContext,
): number {
  if (uidMappings?.length && gidMappings?.length)
    return ledger.idMap({ uids: uidMappings, gids: gidMappings })
  if (uidMappings?.length || gidMappings?.length)
    throw contradiction(path, 'uidMappings and gidMappings come together')
  if (idMap === 'no') return NO_ID_MAP
  if (ids) return ledger.idMap(ids)
  throw contradiction(path, 'the option idmap needs uidMappings, here or of a user namespace')
}

/** What is mounted on the host later does not appear inside, and the other way round, unless it was asked for. */
function propagated(
  attributes: MountAttributes,
  recursive: boolean,
  { rootPropagation }: MountContext,
): MountAttributes {
  if (attributes.propagationAll !== 0) return attributes
  if (attributes.propagation !== 0 && (!recursive || attributes.propagation === MS.shared)) return attributes
  return { ...attributes, propagationAll: inheritedPropagation(rootPropagation) }
}

/** Mounts of a container whose root receives what the host mounts receive it as well. */
export function inheritedPropagation(root: LinuxConfig['rootfsPropagation']): number {
  return root !== undefined && /slave|shared/.test(root) ? MS.slave : MS.private
}

function filesystem(
  mount: MountConfig,
  path: string,
  { attributes, data, copyUp }: MountOptions,
  { label }: MountContext,
): Operation {
  const { type, source } = mount
  if (type === undefined || type === '')
    throw contradiction(`${path}.type`, 'needed unless the options have bind or rbind')
  if (copyUp && type !== 'tmpfs') throw contradiction(`${path}.options`, 'tmpcopyup is an option of tmpfs')
  const ofKernel = type === 'proc' || type === 'sysfs'
  return {
    op: 'attachFilesystem',
    type,
    destination: destinationOf(mount),
    options: [
      ...(source ? [`source=${source}`] : []),
      // a device that cannot be written is not mounted otherwise
      ...(source?.startsWith('/') && (attributes.set & RDONLY) !== 0n ? ['ro'] : []),
      ...(label === undefined || ofKernel ? [] : [`context=${label}`]),
      ...data,
    ],
    // what shows the kernel must be where everybody looks for it (CVE-2019-19921)
    flags: (ofKernel ? 0 : ATTACH.links) | (copyUp ? ATTACH.copyUp : 0),
    ...attributes,
  }
}
