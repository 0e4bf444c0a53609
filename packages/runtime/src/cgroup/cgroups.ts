import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContainerRequest, Usage } from '../runtime.ts'
import { applySettings } from './apply-settings.ts'
import { killFolders, removeFolders } from './end-group.ts'
import { childFolders, isGone, isMissing, readOrEmpty } from './files.ts'
import { freezeFolders, isFrozen, thawFolders } from './freezer.ts'
import { createKeptFiles } from './kept-files.ts'
import { type CgroupLayout, readCgroupLayout } from './layout.ts'
import {
  type CgroupEntry,
  cgroupEntry,
  cgroupFolders,
  controllerFolder,
  freezerFolders,
  instanceGroup,
  sharedGroup,
} from './paths.ts'
import { readCounter, workingSet } from './readings.ts'
import { parentSettings } from './settings.ts'

/** Control groups of one instance's containers. */
export type Cgroups = ReturnType<typeof createCgroups>

type GroupUsage = Usage & { readonly forksRefused: number }
type Controller = 'cpu' | 'cpuacct' | 'memory' | 'pids'
type Read = (controller: Controller, name: string) => string

export function createCgroups({
  instance,
  layout = readCgroupLayout(),
}: {
  instance: string
  layout?: CgroupLayout
}) {
  const kept = createKeptFiles()
  /** container → the group that it shares with others */
  const shared = new Map<string, string>()
  const groupOf = (id: string): string => {
    const name = shared.get(id)
    return name === undefined ? instanceGroup(instance, id) : sharedGroup(instance, name, id)
  }
  const file = (controller: Controller, id: string, name: string) =>
    readOrEmpty(join(controllerFolder(layout, controller, groupOf(id)), name))

  return {
    layout,
    groupOf,

    /** Where a container's group lies, from now on. */
    place({ id, group }: Pick<ContainerRequest, 'id' | 'group'>): void {
      if (group === undefined) shared.delete(id)
      else shared.set(id, group)
    },
    forget: (id: string) => shared.delete(id),

    /** The instance's own group; idempotent. */
    async prepare(): Promise<void> {
      await makeFolders(cgroupFolders(layout, instanceGroup(instance)))
      await applySettings(parentSettings(layout, instance, await pidsTogether()))
    },

    entry: (id: string): CgroupEntry => cgroupEntry(layout, cgroupFolders(layout, groupOf(id))),

    /** Stops all processes where they are, until `thaw` or `kill`. */
    freeze: (id: string) => freezeFolders(freezerFolders(layout, groupOf(id))),
    thaw: (id: string) => thawFolders(freezerFolders(layout, groupOf(id))),
    isFrozen: (id: string) => isFrozen(freezerFolders(layout, groupOf(id))),

    kill: (id: string) => killFolders(cgroupFolders(layout, groupOf(id))),

    /** Kills what is left in the group, and removes it; idempotent. */
    remove(id: string): Promise<void> {
      kept.forget(id)
      return removeFolders(cgroupFolders(layout, groupOf(id)))
    },

    /** All of the instance's groups. */
    async removeAll(): Promise<void> {
      const parents = cgroupFolders(layout, instanceGroup(instance))
      const ids = new Set((await Promise.all(parents.map(childFolders))).flat())
      for (const id of ids) await removeFolders(cgroupFolders(layout, instanceGroup(instance, id)))
      await removeFolders(parents)
    },

    /** How often the kernel has killed a process of the group because its memory was used up. */
    async oomKills(id: string): Promise<number> {
      const name = layout.version === 2 ? 'memory.events' : 'memory.oom_control'
      return readCounter(await file('memory', id, name), 'oom_kill')
    },

    /** How often the group had as many processes as it may have when it wanted one more. */
    async forksRefused(id: string): Promise<number> {
      return readCounter(await file('pids', id, 'pids.events'), 'max')
    },

    /** Undefined when the group went meanwhile. */
    async usage(id: string): Promise<GroupUsage | undefined> {
      return unlessGone(() => readUsage((controller, name) => read(id, controller, name)))
    },

    /** As `usage` tells it. */
    async processorUsec(id: string): Promise<number | undefined> {
      return unlessGone(() => readProcessorUsec((controller, name) => read(id, controller, name)))
    },
  }

  function read(id: string, controller: Controller, name: string): string {
    return kept.read(id, join(controllerFolder(layout, controller, groupOf(id)), name))
  }

  function readUsage(read: Read): GroupUsage {
    const v2 = layout.version === 2
    const cpuUsageUsec = readProcessorUsec(read) // first: what moves meanwhile is seen the next time
    const memory = Number(read('memory', v2 ? 'memory.current' : 'memory.usage_in_bytes'))
    const memoryBytes = workingSet(memory, read('memory', 'memory.stat'))
    const pids = Number(read('pids', 'pids.current'))
    const forksRefused = readCounter(read('pids', 'pids.events'), 'max')
    return { cpuUsageUsec, memoryBytes, pids, forksRefused }
  }

  function readProcessorUsec(read: Read): number {
    return layout.version === 2
      ? readCounter(read('cpu', 'cpu.stat'), 'usage_usec')
      : Math.floor(Number(read('cpuacct', 'cpuacct.usage')) / 1000)
  }
}

function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if (isMissing(error) || isGone(error)) return undefined
    throw error
  }
}

/** Half of what the host has: tenants who fork all at once leave it enough to be stopped with. */
async function pidsTogether(): Promise<number> {
  const files = ['/proc/sys/kernel/pid_max', '/proc/sys/kernel/threads-max']
  const counts = await Promise.all(files.map(async (path) => Number(await readFile(path, 'utf8'))))
  return Math.floor(Math.min(...counts) / 2)
}

async function makeFolders(folders: readonly string[]): Promise<void> {
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })))
}
