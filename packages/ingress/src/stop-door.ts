import { setTimeout as sleep } from 'node:timers/promises'
import type { HolderProcess } from './holder-process.ts'
import { findMaster } from './master.ts'

const PATIENCE_MS = 3000

/** The holder first, so that nothing starts HAProxy again. SIGUSR1 lets requests finish, SIGTERM does not. */
export async function stopDoor(
  holder: HolderProcess | undefined,
  masterSocket: string,
  graceMs: number,
): Promise<void> {
  if (holder) signal(holder.pid, 'SIGKILL')
  for (const [name, patience] of [
    ['SIGUSR1', graceMs],
    ['SIGTERM', PATIENCE_MS],
    ['SIGKILL', PATIENCE_MS],
  ] as const) {
    const master = await findMaster(masterSocket)
    if (!master) return
    signal(master.pid, name)
    await untilGone(master.pid, patience)
  }
}

async function untilGone(pid: number, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (Date.now() < deadline && signal(pid, 0)) await sleep(20)
}

/** False when there is no such process any more. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}
