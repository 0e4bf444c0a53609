import type { DeployNote, Health } from '@berth/protocol'
import type { ReleaseModel } from './model.ts'

/** As much of a command as one reads in a line. */
const MAX_COMMAND = 80

/** What a deploy says while it waits for a health check; null when there is none. */
export function waitNote({ health }: Pick<ReleaseModel, 'health'>): DeployNote | null {
  switch (health.kind) {
    case 'none':
      return null
    case 'tcp':
    case 'http':
      return { kind: 'waits', seconds: secondsOf(health.timeoutMs), ...askedOf(health) }
    case 'command':
      return {
        kind: 'waits-for-command',
        command: shortened(health.argv.join(' ')),
        seconds: secondsOf(health.timeoutMs),
      }
  }
}

/** Where a check asks: a port, and a path when it is more than that the port is open. */
export function askedOf(health: Extract<Health, { kind: 'tcp' | 'http' }>): { port: number; path?: string } {
  return health.kind === 'http' ? { port: health.port, path: health.path } : { port: health.port }
}

export function secondsOf(ms: number): number {
  return Math.round(ms / 1_000)
}

function shortened(text: string): string {
  return text.length > MAX_COMMAND ? `${text.slice(0, MAX_COMMAND - 1)}…` : text
}
