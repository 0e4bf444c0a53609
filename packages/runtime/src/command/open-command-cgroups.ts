import { createHostGroups } from '../cgroup/host-groups.ts'
import type { CommandCgroups } from './command-cgroups.ts'
import { NO_CGROUPS } from './no-cgroups.ts'

/** A path in systemd's form is understood without systemd: the group is made where systemd would make it. */
export function openCommandCgroups(
  manager: 'cgroupfs' | 'systemd' | 'disabled',
  host: { readonly init: string; readonly warn: (message: string) => void },
): CommandCgroups {
  return manager === 'disabled' ? NO_CGROUPS : createHostGroups(host)
}
