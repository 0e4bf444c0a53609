import { writeFile } from 'node:fs/promises'
import { isRefusal } from './prefer.ts'

/** Debian's and Ubuntu's kernels have it, and use it for what no service manager has put into a group. */
const BY_SESSION = '/proc/sys/kernel/sched_autogroup_enabled'

/**
 * Has this machine share its processors by priority, not by session, which is for desktops (sched(7)): each connection
 * to Postgres is a session of its own there, and comes no sooner than whatever else runs (ADR 65). Counts for what is
 * started from now on. A host that does not allow it is left as it is.
 */
export async function shareByPriority(file = BY_SESSION): Promise<void> {
  try {
    await writeFile(file, '0', { flag: 'r+' })
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown
  }
}
