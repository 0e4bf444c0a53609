import type { Limits } from '@berth/core'
import type { Health } from '@berth/protocol'
import { type ReleaseModel, WEB } from '../model.ts'

type Of<K extends keyof ReleaseModel> = Pick<ReleaseModel, 'processes' | K>

/** What an instance of this process may take. */
export function limitsOf({ processes, limits }: Of<'limits'>, process: string): Limits {
  const own = processOf(processes, process)?.limits ?? {}
  return {
    cpu: own.cpu ?? limits.cpu,
    memory: own.memory ?? limits.memory,
    pids: own.pids ?? limits.pids,
    disk: own.disk ?? limits.disk,
  }
}

/** What has no port of its own and no command that looks is healthy as long as it runs. */
export function healthOfProcess({ processes, health }: Of<'health'>, process: string): Health {
  if (process === WEB) return health
  return processOf(processes, process)?.health ?? { kind: 'none' }
}

export function portOf({ processes, port }: Of<'port'>, process: string): number | null {
  return process === WEB ? port : (processOf(processes, process)?.port ?? null)
}

/** A process may be called `constructor`. */
export function processOf<T>(processes: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(processes, name) ? processes[name] : undefined
}
