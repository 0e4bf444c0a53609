import { createHostGroups } from '../cgroup/host-groups.ts'
import { createScopes, type Scopes } from '../cgroup/systemd/scopes.ts'
import type { CommandCgroups } from './command-cgroups.ts'
import { NO_CGROUPS } from './no-cgroups.ts'

/**
 * Groups by their files, and systemd's face of them for who asks for it. A path in systemd's form is understood without
 * systemd: the group is made where systemd would make it.
 */
export function openCommandCgroups(
  manager: 'cgroupfs' | 'systemd' | 'disabled',
  host: { readonly init: string; readonly warn: (message: string) => void },
): { readonly cgroups: CommandCgroups; readonly scopes: Scopes } {
  return {
    cgroups: manager === 'disabled' ? NO_CGROUPS : createHostGroups(host),
    scopes: createScopes({ manager, warn: host.warn }),
  }
}
