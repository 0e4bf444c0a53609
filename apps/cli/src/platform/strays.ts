import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Paths } from './paths.ts'
import { clusterDir } from './postgres.ts'
import { identify, type ProcessId } from './process-id.ts'
import type { UserIds } from './users.ts'

/**
 * Processes of this platform that no state file knows, oldest first. Certain, not likely: our own Node, which lies
 * below this platform's run folder, or an engine's user in the engine's folder. What sees other mounts, as every
 * container does, is never one of them, whatever it calls itself.
 */
export async function findStrays(paths: Paths, users: Pick<UserIds, 'uid'>): Promise<ProcessId[]> {
  const mounts = await linkOf('/proc/self/ns/mnt')
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
  const found = await Promise.all(
    pids.map(async (pid) => {
      if ((await linkOf(`/proc/${pid}/ns/mnt`)) !== mounts) return undefined
      return (await isOurs(pid, paths, users)) ? await identify(Number(pid)) : undefined
    }),
  )
  return found.filter((id) => id !== undefined).sort((a, b) => a.startTicks - b.startTicks)
}

async function isOurs(pid: string, paths: Paths, users: Pick<UserIds, 'uid'>): Promise<boolean> {
  if ((await linkOf(`/proc/${pid}/exe`)) === paths.node) return true
  const uid = await userOf(pid)
  if (uid === users.uid['berth-postgres']) return await worksIn(pid, clusterDir(paths))
  if (uid === users.uid['berth-redis']) return await worksIn(pid, path.join(paths.dir, 'redis'))
  return false
}

/** By device and inode: the same folder has several names. */
export async function worksIn(pid: string, dir: string): Promise<boolean> {
  const [there, here] = await Promise.all([
    stat(`/proc/${pid}/cwd`).catch(whenGone),
    stat(dir).catch(whenGone),
  ])
  return there !== undefined && there.dev === here?.dev && there.ino === here.ino
}

/** The real user. Source: proc_pid_status(5). */
async function userOf(pid: string): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(whenGone)
  const [, uid] = /^Uid:\s+(\d+)/m.exec(status ?? '') ?? []
  return uid === undefined ? undefined : Number(uid)
}

async function linkOf(file: string): Promise<string | undefined> {
  return await readlink(file).catch(whenGone)
}

/** It ended meanwhile, is the kernel's own, or is closed even to root: then it is none of ours. */
function whenGone(error: NodeJS.ErrnoException): undefined {
  if (!/^(ENOENT|ESRCH|EACCES|EPERM)$/.test(error.code ?? '')) throw error
}
