import { readFile } from 'node:fs/promises'

/** A process is its pid together with its start time (field 22 of /proc/<pid>/stat): pids are used again. */
export type ProcessId = { readonly pid: number; readonly startTime: string }

/** Whether it still runs; a zombie has ended, and only waits to be seen by its parent. */
export async function isAlive({ pid, startTime }: ProcessId): Promise<boolean> {
  const found = await readProcess(pid)
  return found !== undefined && found.startTime === startTime && !'ZX'.includes(found.state)
}

async function readProcess(pid: number): Promise<{ state: string; startTime: string } | undefined> {
  try {
    return parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined
    throw error
  }
}

/** The name of a program may hold blanks and parentheses: fields are counted from behind the last of them. */
export function parseStat(text: string): { state: string; startTime: string } | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  const startTime = fields[19]
  return state === undefined || startTime === undefined ? undefined : { state, startTime }
}
