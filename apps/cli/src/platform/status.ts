import { isAlive } from './process-id.ts'
import { PROCESS_NAMES, type ProcessName } from './process-spec.ts'
import type { PlatformState } from './state-file.ts'

export type ProcessStatus = {
  readonly name: ProcessName
  readonly pid: number | null
  readonly state: 'running' | 'stopped' | 'external'
  readonly since: string | null
}

/** Each process of the platform, as it is now. */
export async function platformStatus(state: PlatformState | undefined): Promise<ProcessStatus[]> {
  return await Promise.all(
    PROCESS_NAMES.map(async (name) => {
      const process = state?.processes[name]
      if (process && (await isAlive(process))) {
        return { name, pid: process.pid, state: 'running', since: process.since } as const
      }
      const without = state?.external.includes(name) ? 'external' : 'stopped'
      return { name, pid: null, state: without, since: null } as const
    }),
  )
}
