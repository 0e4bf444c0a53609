import { endProcess } from './process-id.ts'
import type { ProcessName } from './process-spec.ts'
import type { PlatformState } from './state-file.ts'

/** Who depends on others goes first. The door is not among them: the next `up` takes it over as it runs. */
const ORDER = [
  'web',
  'agent',
  'control',
  'resolver',
  'redis',
  'postgres',
] as const satisfies readonly ProcessName[]

/** Ends what a killed `up` left, by pid and start time. Containers have supervisors of their own and go on. */
export async function stopOrphans(state: PlatformState | undefined): Promise<void> {
  for (const name of ORDER) {
    const orphan = state?.processes[name]
    if (orphan)
      await endProcess(orphan, { signal: name === 'postgres' ? 'SIGINT' : 'SIGTERM', timeoutMs: 10_000 })
  }
}
