import { rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { childFolders, hasCode, isGone, isMissing, readOrEmpty } from './files.ts'
import { thawFolders } from './freezer.ts'

const REMOVE_TRIES = 100
const REMOVE_PAUSE_MS = 20
const MAX_DEPTH = 32

/**
 * Kills every process in these folders and below. A frozen process of v1 does not even take a SIGKILL, so it is thawed;
 * cgroup.kill (Linux 5.14) takes all at once.
 */
export async function killFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    try {
      await writeFile(join(folder, 'cgroup.kill'), '1', { flag: 'r+' })
    } catch (error) {
      if (!isMissing(error) && !isGone(error)) throw error
    }
  }
  for (const pid of await membersOf(folders)) killProcess(pid)
  await thawFolders(await treesOf(folders))
}

/** Kills what is left, and removes the folders with all below them; idempotent, and nobody else's removal is in its way. */
export async function removeFolders(folders: readonly string[]): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const results = await Promise.allSettled(folders.map((folder) => removeTree(folder, MAX_DEPTH)))
    const failure = results.find((result) => result.status === 'rejected')
    if (failure?.status !== 'rejected') return
    if (attempt === REMOVE_TRIES) throw failure.reason
    await killFolders(folders)
    await delay(REMOVE_PAUSE_MS)
  }
}

/** Pids of all processes in these folders and below. */
export async function membersOf(folders: readonly string[]): Promise<ReadonlySet<number>> {
  const trees = await treesOf(folders)
  const lists = await Promise.all(trees.map(processesOf))
  // 0 is a process that is not visible from here: nothing of ours
  const pids = lists.join('\n').split('\n').map(Number)
  return new Set(pids.filter((pid) => pid > 1))
}

/** A threaded group of v2 lists threads alone; each stands for its process. */
async function processesOf(folder: string): Promise<string> {
  try {
    return await readOrEmpty(join(folder, 'cgroup.procs'))
  } catch (error) {
    if (hasCode(error, 'ENOTSUP') || hasCode(error, 'EOPNOTSUPP'))
      return readOrEmpty(join(folder, 'cgroup.threads'))
    throw error
  }
}

/** Children first: what a container made below its group goes with it. */
async function removeTree(folder: string, depth: number): Promise<void> {
  try {
    return await rmdir(folder)
  } catch (error) {
    if (isMissing(error)) return
    const children = depth > 0 ? await childFolders(folder) : []
    if (children.length === 0) throw error
    for (const child of children) await removeTree(join(folder, child), depth - 1)
  }
  await removeTree(folder, 0)
}

async function treesOf(folders: readonly string[]): Promise<readonly string[]> {
  return (await Promise.all(folders.map((folder) => treeOf(folder, MAX_DEPTH)))).flat()
}

async function treeOf(folder: string, depth: number): Promise<readonly string[]> {
  const children = depth > 0 ? await childFolders(folder) : []
  const below = await Promise.all(children.map((child) => treeOf(join(folder, child), depth - 1)))
  return [folder, ...below.flat()]
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!isGone(error)) throw error
  }
}
