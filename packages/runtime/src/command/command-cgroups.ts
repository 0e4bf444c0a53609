import type { LinuxResources } from '@berth/oci'
import type { CgroupEntry } from '../cgroup/paths.ts'

/** Control groups as the command needs them; `path` is what `linux.cgroupsPath` came out as. */
export type CommandCgroups = {
  /** the group of a container, from `linux.cgroupsPath` and its id; nothing is made */
  resolve(cgroupsPath: string | undefined, id: string): string
  create(path: string, resources: LinuxResources | undefined): Promise<CgroupEntry>
  /** how one more process gets into a group that is there */
  entry(path: string): CgroupEntry
  update(path: string, resources: LinuxResources): Promise<void>
  /** in the shape of `runc events --stats` */
  stats(path: string): Promise<unknown>
  /** how often the kernel has killed a process because the group's memory was used up */
  oomKills(path: string): Promise<number>
  members(path: string): Promise<readonly number[]>
  freeze(path: string): Promise<void>
  thaw(path: string): Promise<void>
  isFrozen(path: string): Promise<boolean>
  kill(path: string): Promise<void>
  remove(path: string): Promise<void>
}
