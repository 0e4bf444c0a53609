import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunLimits, SharedGroups } from '../runtime.ts'
import { applySettings } from './apply-settings.ts'
import { killFolders, removeFolders } from './end-group.ts'
import { childFolders, readOrEmpty } from './files.ts'
import type { CgroupLayout } from './layout.ts'
import { cgroupFolders, controllerFolder, instanceGroup, sharedGroup, SHARED } from './paths.ts'
import { readCounter } from './readings.ts'
import { limitSettings, type Setting } from './settings.ts'

/** Groups between the instance's and those of some of its containers. */
export function createSharedGroups(layout: CgroupLayout, instance: string): SharedGroups {
  const foldersOf = (name: string) => cgroupFolders(layout, sharedGroup(instance, name))

  return {
    async open(name, limits) {
      for (const folder of foldersOf(name)) await mkdir(folder, { recursive: true })
      await applySettings(groupSettings(layout, sharedGroup(instance, name), limits))
    },
    kill: (name) => killFolders(foldersOf(name)),
    close: (name) => removeFolders(foldersOf(name)),
    async forksRefused(name) {
      const folder = controllerFolder(layout, 'pids', sharedGroup(instance, name))
      return readCounter(await readOrEmpty(join(folder, 'pids.events')), 'max')
    },
    async closeAll() {
      const parents = cgroupFolders(layout, instanceGroup(instance))
      const names = new Set((await Promise.all(parents.map(childFolders))).flat())
      for (const name of names) {
        if (name.startsWith(SHARED)) await removeFolders(foldersOf(name.slice(SHARED.length)))
      }
    },
  }
}

function groupSettings(layout: CgroupLayout, group: string, limits: RunLimits): readonly Setting[] {
  const settings = limitSettings(layout, group, limits)
  if (layout.version === 1) return settings
  // those below have limits of what it hands down
  const file = join(layout.unified, group, 'cgroup.subtree_control')
  return [{ file, value: '+cpu +memory +pids' }, ...settings]
}
