import { resolve } from 'node:path'
import type { MountConfig } from '@berth/oci'
import { NO_ID_MAP, type Plan } from '../operation.ts'
import { inheritedPropagation } from './inherited-propagation.ts'
import type { MountContext } from './mount-context.ts'
import { MS, type MountAttributes, type MountOptions } from './mount-options.ts'
import { contradiction } from './refuse.ts'

/** The mount of the host that `source` is in, with ids and propagation as asked for. */
export function bindOperations(
  mount: MountConfig,
  { path, destination, options }: { path: string; destination: string; options: MountOptions },
  context: MountContext,
): Plan {
  const [unknown] = options.data.filter((option) => !isOfFilesystem(option))
  if (unknown !== undefined)
    throw contradiction(`${path}.options`, `"${unknown}" is no option of a bind mount`)
  if (mount.source === undefined)
    throw contradiction(`${path}.source`, 'a bind mount needs a file or a folder')
  const recursive = options.bind === 'all'
  const attributes = propagated(options.attributes, recursive, context)
  const source = resolve(context.bundle, mount.source)
  const opening = {
    recursive,
    slave: context.ownUsers,
    idMap: idMapOf(mount, path, options, context),
    allIds: options.idMap === 'all',
  }
  if (!context.opensItself) {
    return [{ op: 'attachTree', tree: context.ledger.tree(source, opening), destination, ...attributes }]
  }
  const { tree, open } = context.ledger.lateTree(source, opening)
  return [open, { op: 'attachTree', tree, destination, ...attributes }]
}

/** They belong to the file system, which is mounted already: mount(8) passes over them, too, also over `mode=755`. */
function isOfFilesystem(option: string): boolean {
  return SUPERBLOCK.includes(option) || /^[a-z_]+=/.test(option)
}

const SUPERBLOCK: readonly string[] = ['sync', 'async', 'dirsync', 'lazytime', 'nolazytime', 'mand', 'nomand']

/** The number of the id map that a mount asks for, or NO_ID_MAP. Error: input.invalid. */
export function idMapOf(
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
