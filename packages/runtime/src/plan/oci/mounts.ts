import { resolve } from 'node:path'
import type { MountConfig } from '@berth/oci'
import { ATTACH, NO_ID_MAP, type Operation, type Plan } from '../operation.ts'
import { bindOperations, idMapOf } from './bind-mount.ts'
import { cgroupMountOperations } from './cgroup-mounts.ts'
import type { MountContext } from './mount-context.ts'
import { type MountOptions, NO_ATTRIBUTES, parseMountOptions } from './mount-options.ts'
import { contradiction, unsupported } from './refuse.ts'

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
  if (isBind(mount, options)) return bindOperations(mount, { path, destination, options }, context)
  const idMap = idMapOf(mount, path, options, context)
  if (mount.type === 'cgroup' || mount.type === 'cgroup2') {
    if (idMap !== NO_ID_MAP) throw unsupported(path, 'ids of control groups are not mapped')
    return cgroupMountOperations(destination, options.attributes, context)
  }
  const plain = filesystem(mount, path, options, context)
  return [idMap === NO_ID_MAP ? plain : mapped(plain, idMap, path, context)]
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

function filesystem(
  mount: MountConfig,
  path: string,
  { attributes, data, copyUp }: MountOptions,
  { label }: MountContext,
): Filesystem {
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

type Filesystem = Extract<Operation, { op: 'attachFilesystem' }>

/** It is made before the clone, by the host's root: the kernel lets nobody else map its ids. */
function mapped(plain: Filesystem, idMap: number, path: string, { ledger }: MountContext): Operation {
  const { op: _, type, options, flags, destination, ...attributes } = plain
  if (flags & ATTACH.copyUp) throw unsupported(`${path}.options`, 'tmpcopyup does not go with mapped ids')
  return { op: 'attachTree', tree: ledger.filesystem({ type, options, idMap }), destination, ...attributes }
}
