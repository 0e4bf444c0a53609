import { isAlive } from './process-id.ts'
import { PROCESS_NAMES, type ProcessName } from './process-spec.ts'
import type { PlatformState } from './state-file.ts'

export type ProcessStatus = {
  readonly name: ProcessName
  readonly pid: number | null
  readonly state: 'running' | 'stopped'
  readonly since: string | null
}

/** Each process of the platform, as it is now. Engines that the environment named are not ours, and left out. */
export async function platformStatus(state: PlatformState | undefined): Promise<ProcessStatus[]> {
  return await Promise.all(
    PROCESS_NAMES.filter((name) => !state?.external.includes(name)).map(async (name) => {
      const process = state?.processes[name]
      if (process && (await isAlive(process))) {
        return { name, pid: process.pid, state: 'running', since: process.since } as const
      }
      return { name, pid: null, state: 'stopped', since: null } as const
    }),
  )
}
