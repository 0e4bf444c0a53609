import { dirname, join } from 'node:path'
import { BerthError } from '@berth/core'
import { type CgroupLayout, type Controller, homeOf } from './layout.ts'

/** The group that holds all of an instance's, or one container's; from a hierarchy's root. */
export function instanceGroup(instance: string, id?: string): string {
  const parent = `/berth-${checked(instance)}`
  return id === undefined ? parent : `${parent}/${checked(id)}`
}

/** what the names of groups that containers share begin with, beside those of containers */
export const SHARED = 'shared-'

/** A group that several containers share, or that of one of them. */
export function sharedGroup(instance: string, name: string, id?: string): string {
  const shared = `${instanceGroup(instance)}/${SHARED}${checked(name)}`
  return id === undefined ? shared : `${shared}/${checked(id)}`
}

/** Every folder of a group of ours: one per hierarchy that limits and pausing need, or the one of v2. */
export function cgroupFolders(layout: CgroupLayout, group: string): readonly string[] {
  const freezing = freezerMount(layout)
  const needed =
    layout.version === 1
      ? (['cpu', 'cpuacct', 'memory', 'pids', 'devices'] as const).map((name) => layout.mounts[name])
      : []
  return [...new Set([...needed, ...(freezing ? [freezing] : [])])].map((mount) => join(mount, group))
}

/** The folder of a container's group that pauses it; none where the host has no freezer. */
export function freezerFolders(layout: CgroupLayout, group: string): readonly string[] {
  const freezing = freezerMount(layout)
  return freezing ? [join(freezing, group)] : []
}

/** v2's tree where there is one, because it stops and kills a whole group at once; else the controller of v1. */
function freezerMount(layout: CgroupLayout): string | undefined {
  return layout.unified ?? (layout.version === 1 ? layout.mounts.freezer : undefined)
}

/** Every folder of a group in all hierarchies of the host. */
export function allFolders(layout: CgroupLayout, group: string): readonly string[] {
  const { unified } = layout
  const mounts = layout.version === 1 ? layout.hierarchies : []
  return [...mounts, ...(unified ? [unified] : [])].map((mount) => join(mount, group))
}

/** How a process gets into a group. */
export type CgroupEntry = {
  /** v1: files that it writes `0` to, as one thread, which unlike `cgroup.procs` waits for no grace period of RCU */
  readonly tasks: readonly string[]
  /** v2 and the hybrid's second tree: the folder that it is cloned into; else empty */
  readonly bornIn: string
}

/** Of a group with these folders. */
export function cgroupEntry(layout: CgroupLayout, folders: readonly string[]): CgroupEntry {
  const bornIn = folders.find((folder) => layout.unified !== null && folder.startsWith(`${layout.unified}/`))
  const tasks = folders.filter((folder) => folder !== bornIn).map((folder) => join(folder, 'tasks'))
  return { tasks, bornIn: bornIn ?? '' }
}

/** The folder of a group where `controller` is. Error: runtime.unsupported when this host has not got it. */
export function controllerFolder(layout: CgroupLayout, controller: Controller, group: string): string {
  const home = homeOf(layout, controller)
  if (home) return join(home.mount, group)
  throw new BerthError('runtime.unsupported', `this host has no cgroup controller ${controller}`, {
    details: { controller },
  })
}

/** The groups above `group` and itself, outermost first, without the root: `/a/b` → `/a`, `/a/b`. */
export function lineage(group: string): readonly string[] {
  const parent = dirname(group)
  return parent === '/' ? [group] : [...lineage(parent), group]
}

/** A name that could climb out of the hierarchy is never made into a path. */
function checked(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name)) {
    throw new BerthError('name.invalid', `"${name}" cannot name a control group`, { details: { name } })
  }
  return name
}
