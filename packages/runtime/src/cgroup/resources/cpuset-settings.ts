import type { LinuxResources } from '@berth/oci'
import { type Compiled, compiled } from './setting.ts'

/** Lists like `0-2,5`; v1 and v2 have the same files. */
export function cpusetSettings({ cpus, mems }: NonNullable<LinuxResources['cpu']>): Compiled {
  return compiled([
    !!cpus && { controller: 'cpuset', name: 'cpuset.cpus', value: cpus },
    !!mems && { controller: 'cpuset', name: 'cpuset.mems', value: mems },
  ])
}
