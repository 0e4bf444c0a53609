import { join } from 'node:path'
import { BerthError } from '@berth/core'
import type { LinuxResources } from '@berth/oci'
import { killFolders, membersOf, removeFolders } from './end-group.ts'
import { readOrEmpty } from './files.ts'
import { freezeFolders, isFrozen, thawFolders } from './freezer.ts'
import { groupPath } from './group-path.ts'
import { type CgroupLayout, homeOf, readCgroupLayout } from './layout.ts'
import { makeGroup } from './make-group.ts'
import { allFolders, type CgroupEntry, cgroupEntry, controllerFolder, lineage } from './paths.ts'
import { readCounter } from './readings.ts'
import { setDevices } from './set-devices.ts'
import { groupStats } from './stats/group-stats.ts'
import type { ContainerStats } from './stats/container-stats.ts'
import { watchGroup, type GroupEvents } from './watch-group.ts'
import { readPresent, writeResources } from './write-resources.ts'
import { FRESH } from './resources/setting.ts'

/** Control groups of any container on this host, by the path that `resolve` gives. */
export type HostGroups = ReturnType<typeof createHostGroups>

/** `init`: path of berth-init; `warn`: told what the specification lets go on without effect. */
export function createHostGroups({
  init,
  warn,
  layout = readCgroupLayout(),
}: {
  init: string
  warn: (line: string) => void
  layout?: CgroupLayout
}) {
  const foldersOf = (group: string) => allFolders(layout, group)
  return {
    /** From `linux.cgroupsPath` and the container's id; nothing is made. Error: input.invalid. */
    resolve: (cgroupsPath: string | undefined, id: string): string => groupPath(cgroupsPath, id),

    /**
     * Makes the group with its limits. A group that is there must be empty and not frozen. When it fails, what was made
     * is removed. `holder`: a process of ours that is in it already. Errors: container.exists, container.wrong_state,
     * runtime.unsupported, runtime.start_failed.
     */
    async create(group: string, resources: LinuxResources = {}, holder?: number): Promise<CgroupEntry> {
      await refuseForeign(layout, group, holder)
      try {
        await makeGroup(layout, group, resources)
        await writeResources({ layout, group, resources, present: FRESH, warn })
        await setDevices({ layout, group, init, rules: resources.devices })
        return cgroupEntry(layout, foldersOf(group))
      } catch (error) {
        await removeFolders(foldersOf(group))
        throw error
      }
    },

    /** How one more process gets into a group that is there. */
    entry: (group: string): CgroupEntry => cgroupEntry(layout, foldersOf(group)),

    /** Live; what is not named stays as it is. Errors: runtime.unsupported, runtime.start_failed. */
    async update(group: string, resources: LinuxResources): Promise<void> {
      const present = await readPresent(layout, group)
      await writeResources({ layout, group, resources, present, warn })
      if (resources.devices) await setDevices({ layout, group, init, rules: resources.devices })
    },

    stats: async (group: string): Promise<ContainerStats> => groupStats(layout, group),

    /** How often the kernel has killed a process because the group's memory was used up. */
    async oomKills(group: string): Promise<number> {
      const name = homeOf(layout, 'memory')?.version === 2 ? 'memory.events' : 'memory.oom_control'
      return readCounter(await readOrEmpty(join(controllerFolder(layout, 'memory', group), name)), 'oom_kill')
    },

    /** Calls back when memory ran out and when a fork was refused; pushed by the kernel. */
    watch: (group: string, events: GroupEvents) => watchGroup({ layout, group, init, events }),

    members: async (group: string): Promise<readonly number[]> => [...(await membersOf(foldersOf(group)))],
    freeze: (group: string) => freezeFolders(foldersOf(group)),
    thaw: (group: string) => thawFolders(foldersOf(group)),
    isFrozen: async (group: string) => isFrozen(foldersOf(group)),

    /** Everything in the group and below, frozen or not. */
    kill: (group: string) => killFolders(foldersOf(group)),

    /** Kills what is left, and removes the group with all below it; idempotent. */
    remove: (group: string) => removeFolders(foldersOf(group)),
  }
}

/** Whoever is in the group already would share its limits and its end. */
async function refuseForeign(layout: CgroupLayout, group: string, holder?: number): Promise<void> {
  const pid = [...(await membersOf(allFolders(layout, group)))].find((member) => member !== holder)
  if (pid !== undefined) {
    throw new BerthError('container.exists', `control group ${group} has processes already, as ${pid}`, {
      details: { group, pid },
    })
  }
  for (const above of lineage(group)) {
    if (!isFrozen(allFolders(layout, above))) continue
    throw new BerthError(
      'container.wrong_state',
      `control group ${above} is frozen: nothing could start in it`,
      {
        details: { group: above },
      },
    )
  }
}
