import { join } from 'node:path'
import { BerthError } from '@berth/core'
import type { CgroupLayout } from './layout.ts'

/** The group that holds all of an instance's. */
function parentName(instance: string): string {
  return `berth-${checked(instance)}`
}

/** Every folder of one group: one per hierarchy, or the one of v2. Without `id`: of the parent. */
export function cgroupFolders(layout: CgroupLayout, instance: string, id?: string): readonly string[] {
  const name = id === undefined ? parentName(instance) : join(parentName(instance), checked(id))
  return hierarchies(layout).map((mount) => join(mount, name))
}

/** How a process gets into a group. */
export type CgroupEntry = {
  /** v1: files that it writes `0` to, as one thread, which unlike `cgroup.procs` waits for no grace period of RCU */
  readonly tasks: readonly string[]
  /** v2 and the hybrid's second tree: the folder that it is cloned into; else empty */
  readonly bornIn: string
}

export function cgroupEntry(layout: CgroupLayout, instance: string, id: string): CgroupEntry {
  const folders = cgroupFolders(layout, instance, id)
  const bornIn = folders.find((folder) => layout.unified !== null && folder.startsWith(`${layout.unified}/`))
  const tasks = folders.filter((folder) => folder !== bornIn).map((folder) => join(folder, 'tasks'))
  return { tasks, bornIn: bornIn ?? '' }
}

/** The folder of one group where `controller` is. */
export function controllerFolder(
  layout: CgroupLayout,
  controller: 'cpu' | 'cpuacct' | 'memory' | 'pids' | 'devices',
  instance: string,
  id?: string,
): string {
  const mount = layout.version === 1 ? layout.mounts[controller] : layout.unified
  return join(mount, parentName(instance), ...(id === undefined ? [] : [checked(id)]))
}

/** Controllers may share a mount (`cpu,cpuacct`), which then counts once. */
function hierarchies(layout: CgroupLayout): readonly string[] {
  if (layout.version === 2) return [layout.unified]
  return [...new Set([...Object.values(layout.mounts), ...(layout.unified ? [layout.unified] : [])])]
}

/** A name that could climb out of the hierarchy is never made into a path. */
function checked(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name)) {
    throw new BerthError('name.invalid', `"${name}" cannot name a control group`, { details: { name } })
  }
  return name
}
