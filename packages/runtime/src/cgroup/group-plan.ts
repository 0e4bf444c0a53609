import { join } from 'node:path'
import type { Operation, Plan } from '../plan/operation.ts'
import type { CgroupLayout } from './layout.ts'
import { cgroupFolders, instanceGroup } from './paths.ts'
import { deviceAccess } from './resources/device-access.ts'
import { deviceProgram } from './resources/device-program.ts'
import { limitSettings } from './settings.ts'
import type { RunLimits } from '../runtime.ts'

/** Makes the groups of one container and sets their limits; fails with EEXIST where an earlier run left one. */
export function groupPlan(layout: CgroupLayout, instance: string, id: string, limits: RunLimits): Plan {
  return [
    ...cgroupFolders(layout, instance, id).map((path): Operation => ({ op: 'makeDir', path, mode: 0o755 })),
    ...limitSettings(layout, instance, id, limits).map(
      ({ file, value, optional }): Operation => ({
        op: optional ? 'writeIfThere' : 'writeFile',
        path: file,
        data: value,
      }),
    ),
    ...deviceFilter(layout, instance, id),
  ]
}

/** v1 has the devices of the instance's group; v2 wants a program for each. */
function deviceFilter(layout: CgroupLayout, instance: string, id: string): Plan {
  if (layout.version === 1) return []
  const group = join(layout.unified, instanceGroup(instance, id))
  return [{ op: 'deviceFilter', group, program: deviceProgram(deviceAccess()) }]
}
