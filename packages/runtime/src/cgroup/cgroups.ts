import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Limits } from '@berth/core'
import type { Usage } from '../runtime.ts'
import { type CgroupLayout, readCgroupLayout } from './layout.ts'
import { type CgroupEntry, cgroupEntry, cgroupFolders, controllerFolder } from './paths.ts'
import { readCounter, workingSet } from './readings.ts'
import { limitSettings, parentSettings, type Setting } from './settings.ts'

/** Control groups of one instance's containers. */
export type Cgroups = ReturnType<typeof createCgroups>

const REMOVE_TRIES = 100
const REMOVE_PAUSE_MS = 20

export function createCgroups({
  instance,
  layout = readCgroupLayout(),
}: {
  instance: string
  layout?: CgroupLayout
}) {
  const file = (controller: 'cpu' | 'cpuacct' | 'memory' | 'pids', id: string, name: string) =>
    readFile(join(controllerFolder(layout, controller, instance, id), name), 'utf8')

  return {
    layout,

    /** The instance's own group; idempotent. */
    async prepare(): Promise<void> {
      await makeFolders(cgroupFolders(layout, instance))
      await apply(parentSettings(layout, instance, await pidsTogether()))
    },

    /** A fresh group with its limits. */
    async create(id: string, limits: Limits): Promise<CgroupEntry> {
      await makeFolders(cgroupFolders(layout, instance, id))
      await apply(limitSettings(layout, instance, id, limits))
      return cgroupEntry(layout, instance, id)
    },

    entry: (id: string): CgroupEntry => cgroupEntry(layout, instance, id),

    kill: (id: string) => killGroup(cgroupFolders(layout, instance, id)),

    /** Kills what is left in the group, and removes it; idempotent. */
    remove: (id: string) => removeGroup(cgroupFolders(layout, instance, id)),

    /** All of the instance's groups. */
    async removeAll(): Promise<void> {
      const parents = cgroupFolders(layout, instance)
      const ids = new Set((await Promise.all(parents.map(childFolders))).flat())
      for (const id of ids) await removeGroup(cgroupFolders(layout, instance, id))
      await removeGroup(parents)
    },

    /** How often the kernel has killed a process of the group because its memory was used up. */
    async oomKills(id: string): Promise<number> {
      const name = layout.version === 2 ? 'memory.events' : 'memory.oom_control'
      return readCounter(await orEmpty(file('memory', id, name)), 'oom_kill')
    },

    /** Undefined when the group went meanwhile. */
    async usage(id: string): Promise<Usage | undefined> {
      try {
        return readUsage((controller, name) =>
          readFileSync(join(controllerFolder(layout, controller, instance, id), name), 'utf8'),
        )
      } catch (error) {
        if (isMissing(error) || isGone(error)) return undefined
        throw error
      }
    },
  }

  /** Files of the kernel are read without a thread for each: that would cost more than reading them. */
  function readUsage(
    read: (controller: 'cpu' | 'cpuacct' | 'memory' | 'pids', name: string) => string,
  ): Usage {
    const v2 = layout.version === 2
    const cpuUsageUsec = v2
      ? readCounter(read('cpu', 'cpu.stat'), 'usage_usec')
      : Math.floor(Number(read('cpuacct', 'cpuacct.usage')) / 1000)
    const memory = Number(read('memory', v2 ? 'memory.current' : 'memory.usage_in_bytes'))
    const memoryBytes = workingSet(memory, read('memory', 'memory.stat'))
    return { cpuUsageUsec, memoryBytes, pids: Number(read('pids', 'pids.current')) }
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

async function apply(settings: readonly Setting[]): Promise<void> {
  for (const { file, value, optional, while: condition } of settings) {
    if (condition && (await readFile(condition.file, 'utf8')).trim() !== condition.says) continue
    try {
      await writeFile(file, value)
    } catch (error) {
      if (!optional || !isMissing(error)) throw error
    }
  }
}

/** cgroup.kill (Linux 5.14) takes all at once; without it, again and again until nobody forks any more. */
async function killGroup(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    try {
      await writeFile(join(folder, 'cgroup.kill'), '1', { flag: 'r+' })
    } catch (error) {
      if (!isMissing(error) && !isGone(error)) throw error
    }
  }
  for (const pid of await members(folders)) killProcess(pid)
}

async function removeGroup(folders: readonly string[]): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const results = await Promise.allSettled(folders.map((folder) => rmdir(folder)))
    const failure = results.find((result) => result.status === 'rejected' && !isMissing(result.reason))
    if (failure?.status !== 'rejected') return
    if (attempt === REMOVE_TRIES) throw failure.reason
    await killGroup(folders)
    await delay(REMOVE_PAUSE_MS)
  }
}

async function members(folders: readonly string[]): Promise<ReadonlySet<number>> {
  const lists = await Promise.all(
    folders.map((folder) => orEmpty(readFile(join(folder, 'cgroup.procs'), 'utf8'))),
  )
  // 0 is a process that is not visible from here: nothing of ours
  return new Set(
    lists
      .join('\n')
      .split('\n')
      .map(Number)
      .filter((pid) => pid > 1),
  )
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

async function childFolders(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

async function orEmpty(text: Promise<string>): Promise<string> {
  try {
    return await text
  } catch (error) {
    if (isMissing(error) || isGone(error)) return ''
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'ENODEV')
}
