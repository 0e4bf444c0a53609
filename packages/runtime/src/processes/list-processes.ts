import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CgroupEntry } from '../cgroup/paths.ts'
import type { ProcessInfo } from '../runtime.ts'
import { parseProcess } from './parse-process.ts'
import { readHead } from './read-head.ts'
import { readUserNames } from './user-names.ts'

/** What somebody reads; a fork bomb has its own limit. */
const MAX_PROCESSES = 1000
/** Of its arguments, of which there can be megabytes that its children share; see `parseProcess`. */
const COMMAND_BYTES = 4096

/** The processes of one container's group: who is in no other pid namespace than this one's. */
export async function listProcesses(
  group: CgroupEntry,
  { firstId, firstPid }: { readonly firstId: number; readonly firstPid: number | null },
): Promise<readonly ProcessInfo[]> {
  const folder = group.bornIn === '' ? dirname(group.tasks[0] ?? '') : group.bornIn
  const pids = (await readFile(join(folder, 'cgroup.procs'), 'utf8')).split('\n').map(Number)
  const names = firstPid === null ? undefined : await readUserNames(`/proc/${firstPid}/root`)
  const found = await Promise.all(
    pids
      .filter((pid) => pid > 1)
      .slice(0, MAX_PROCESSES)
      .map((pid) => readProcess(pid, firstId)),
  )
  return found
    .filter((one) => one !== undefined)
    .map((one) => ({ ...one, ...nameOf(names?.get(one.uid)) }))
    .toSorted((a, b) => a.pid - b.pid)
}

function nameOf(user: string | undefined): { readonly user?: string } {
  return user === undefined ? {} : { user }
}

/** Undefined when it has ended, or when its number is somebody else's by now: who has no id of the container. */
async function readProcess(pid: number, firstId: number): Promise<ProcessInfo | undefined> {
  const at = (name: string) => `/proc/${pid}/${name}`
  try {
    const [stat, status, cmdline] = await Promise.all([
      readFile(at('stat'), 'utf8'),
      readFile(at('status'), 'utf8'),
      readHead(at('cmdline'), COMMAND_BYTES),
    ])
    return parseProcess({ stat, status, cmdline, firstId })
  } catch (error) {
    const isGone =
      error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')
    if (isGone) return undefined
    throw error
  }
}
