import { readFile } from 'node:fs/promises'

/** A process for certain: pids are used again, the pair of pid and start time is not (until the next boot). */
export type ProcessId = { readonly pid: number; readonly startTicks: number }

/** Undefined when there is no such process, or only its zombie. Source: proc_pid_stat(5), fields 3 and 22. */
export async function identify(pid: number): Promise<ProcessId | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(whenEnded)
  // the command's name stands in brackets and may itself hold brackets and spaces
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  const startTicks = Number(fields[19])
  if (!stat || state === 'Z' || state === 'X' || !Number.isInteger(startTicks)) return undefined
  return { pid, startTicks }
}

/** It may end between the opening and the reading of its file. */
function whenEnded(error: NodeJS.ErrnoException): '' {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return ''
  throw error
}

export async function isAlive(process: ProcessId): Promise<boolean> {
  const now = await identify(process.pid)
  return now?.startTicks === process.startTicks
}

/** True when the process ended within the time. */
async function waitForEnd(process: ProcessId, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    if (!(await isAlive(process))) return true
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return !(await isAlive(process))
}

/** Asks by the signal, waits, then kills. Nothing happens when it is another process by now. */
export async function endProcess(
  target: ProcessId,
  options: { readonly signal: NodeJS.Signals; readonly timeoutMs: number },
): Promise<void> {
  if (!(await isAlive(target))) return
  send(target.pid, options.signal)
  if (await waitForEnd(target, options.timeoutMs)) return
  send(target.pid, 'SIGKILL')
  await waitForEnd(target, 10_000)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
