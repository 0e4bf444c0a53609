import { join } from 'node:path'
import type { Operation, Plan } from '../plan/operation.ts'
import type { CgroupLayout } from './layout.ts'
import { cgroupFolders } from './paths.ts'
import { deviceAccess } from './resources/device-access.ts'
import { deviceProgram } from './resources/device-program.ts'
import { limitSettings } from './settings.ts'
import type { RunLimits } from '../runtime.ts'

/** Makes the groups of one container and sets their limits; fails with EEXIST where an earlier run left one. */
export function groupPlan(layout: CgroupLayout, group: string, limits: RunLimits): Plan {
  return [
    ...cgroupFolders(layout, group).map((path): Operation => ({ op: 'makeDir', path, mode: 0o755 })),
    ...limitSettings(layout, group, limits).map(
      ({ file, value, optional }): Operation => ({
        op: optional ? 'writeIfThere' : 'writeFile',
        path: file,
        data: value,
      }),
    ),
    ...deviceFilter(layout, group),
  ]
}

/** v1 has the devices of the instance's group; v2 wants a program for each. */
function deviceFilter(layout: CgroupLayout, group: string): Plan {
  if (layout.version === 1) return []
  return [{ op: 'deviceFilter', group: join(layout.unified, group), program: deviceProgram(deviceAccess()) }]
}
