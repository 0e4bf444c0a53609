import type { LinuxResources } from '@berth/oci'
import { type Compiled, compiled, refused, type ResourceSetting } from './setting.ts'

export function networkSettings(
  { classID, priorities = [] }: NonNullable<LinuxResources['network']>,
  version: 1 | 2,
): Compiled {
  if (version === 2 && (classID || priorities.length > 0)) {
    throw refused('network', 'classes and priorities of network traffic need cgroup v1')
  }
  return compiled([
    !!classID && { controller: 'net_cls', name: 'net_cls.classid', value: String(classID) },
    ...priorities.map(
      ({ name, priority }): ResourceSetting => ({
        controller: 'net_prio',
        name: 'net_prio.ifpriomap',
        value: `${name} ${priority}`,
      }),
    ),
  ])
}
