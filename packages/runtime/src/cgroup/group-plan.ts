import type { Limits } from '@berth/core'
import type { Operation, Plan } from '../plan/operation.ts'
import type { CgroupLayout } from './layout.ts'
import { cgroupFolders } from './paths.ts'
import { limitSettings } from './settings.ts'

/** Makes the groups of one container and sets their limits; fails with EEXIST where an earlier run left one. */
export function groupPlan(layout: CgroupLayout, instance: string, id: string, limits: Limits): Plan {
  return [
    ...cgroupFolders(layout, instance, id).map((path): Operation => ({ op: 'makeDir', path, mode: 0o755 })),
    ...limitSettings(layout, instance, id, limits).map(
      ({ file, value, optional }): Operation => ({
        op: optional ? 'writeIfThere' : 'writeFile',
        path: file,
        data: value,
      }),
    ),
  ]
}
