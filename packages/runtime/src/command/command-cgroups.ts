import type { HostGroups } from '../cgroup/host-groups.ts'

/** Control groups as the command needs them, by the path that `linux.cgroupsPath` came out as. */
export type CommandCgroups = Pick<
  HostGroups,
  | 'resolve'
  | 'create'
  | 'entry'
  | 'update'
  | 'stats'
  | 'watch'
  | 'members'
  | 'freeze'
  | 'thaw'
  | 'isFrozen'
  | 'kill'
  | 'remove'
>
