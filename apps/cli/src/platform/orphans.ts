import type { Paths } from './paths.ts'
import { endProcess } from './process-id.ts'
import type { ProcessName } from './process-spec.ts'
import type { PlatformState } from './state-file.ts'
import { findStrays } from './strays.ts'
import type { UserIds } from './users.ts'

const TIMEOUT_MS = 10_000

/** Who depends on others goes first. The door is not among them: the next `up` takes it over as it runs. */
const ORDER = [
  'web',
  'lessons',
  'agent',
  'control',
  'resolver',
  'redis',
  'postgres',
] as const satisfies readonly ProcessName[]

/**
 * Ends what a killed `up` left, by pid and start time, and then what was not on record. Containers have supervisors
 * of their own and go on.
 */
export async function stopOrphans(
  state: PlatformState | undefined,
  paths: Paths,
  users: Pick<UserIds, 'uid'>,
): Promise<void> {
  for (const name of ORDER) {
    const orphan = state?.processes[name]
    const signal = name === 'postgres' ? 'SIGINT' : 'SIGTERM'
    if (orphan) await endProcess(orphan, { signal, timeoutMs: TIMEOUT_MS })
  }
  for (const stray of await findStrays(paths, users)) {
    // SIGINT is the fast shutdown of Postgres; our own processes and Redis take it as they take SIGTERM
    await endProcess(stray, { signal: 'SIGINT', timeoutMs: TIMEOUT_MS })
  }
}
