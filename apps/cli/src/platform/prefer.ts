import { writeFile } from 'node:fs/promises'
import { setPriority } from 'node:os'

/**
 * Gives a process its share of a processor that is asked too much, as nice(1) does; below 0 it comes before others.
 * Where the kernel groups processes by session, as on desktops, the group of its own session has it, too: sched(7). A host
 * that does not allow it serves all alike.
 */
export async function prefer(pid: number, priority: number): Promise<void> {
  try {
    setPriority(pid, priority)
    await writeFile(`/proc/${pid}/autogroup`, String(priority))
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown
  }
}

/** Not allowed here, nothing that groups them, or it has ended already, which its supervisor sees by itself. */
const REFUSALS: readonly unknown[] = ['EACCES', 'EPERM', 'ENOENT', 'ESRCH', 'EAGAIN', 'EINVAL', 'EROFS']

export function isRefusal(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  const { info } = thrown as { readonly info?: { readonly code?: unknown } } // of os.setPriority
  return REFUSALS.includes(info?.code) || ('code' in thrown && REFUSALS.includes(thrown.code))
}
