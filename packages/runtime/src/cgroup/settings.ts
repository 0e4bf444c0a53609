import { join } from 'node:path'
import { compileResources } from './resources/compile-resources.ts'
import { deviceAccess, described } from './resources/device-access.ts'
import { FRESH } from './resources/setting.ts'
import type { CgroupLayout } from './layout.ts'
import { limitResources } from './limit-resources.ts'
import { controllerFolder, instanceGroup } from './paths.ts'
import type { RunLimits } from '../runtime.ts'

/**
 * A value to write; `optional` when kernels without the feature do not have the file. `while`: only as long as
 * that file says this.
 */
export type Setting = {
  readonly file: string
  readonly value: string
  readonly optional?: true
  readonly while?: { readonly file: string; readonly says: string }
}

/** RunLimits of one group, in the order in which they must be written. */
export function limitSettings(layout: CgroupLayout, group: string, limits: RunLimits): readonly Setting[] {
  const { settings } = compileResources(layout, limitResources(limits), FRESH)
  return settings.map(({ controller, name, value, optional }) => ({
    file: join(controllerFolder(layout, controller, group), name),
    value,
    // a kernel without it gives no more than the limit
    ...((optional || isBurst({ file: name })) && { optional: true }),
  }))
}

/** What may be used above a limit of the processor for a moment. */
export function isBurst({ file }: Pick<Setting, 'file'>): boolean {
  return file.endsWith('cpu.cfs_burst_us') || file.endsWith('cpu.max.burst')
}

/** Set once for all containers of an instance, which inherit them; `pids` is what they may have together. */
export function parentSettings(layout: CgroupLayout, instance: string, pids: number): readonly Setting[] {
  const group = instanceGroup(instance)
  const together = { file: join(controllerFolder(layout, 'pids', group), 'pids.max'), value: String(pids) }
  if (layout.version === 2) {
    const value = '+cpu +memory +pids'
    return [
      { file: join(layout.unified, 'cgroup.subtree_control'), value },
      { file: join(layout.unified, group, 'cgroup.subtree_control'), value },
      together,
    ]
  }
  const folder = controllerFolder(layout, 'devices', group)
  return [
    // the kernel refuses this once there are children, and then it was done before them
    {
      file: join(folder, 'devices.deny'),
      value: 'a',
      while: { file: join(folder, 'devices.list'), says: 'a *:* rwm' },
    },
    ...deviceAccess().exceptions.map((match) => ({
      file: join(folder, 'devices.allow'),
      value: described(match),
    })),
    together,
  ]
}
