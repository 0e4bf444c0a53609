import { formatBytes, type Limits } from '@berth/core'
import type { CronEntry, Health } from '@berth/protocol'
import type { HealthWish } from '../manifest-wish.ts'

/** As berth.yml has it: what a shell runs is its line. */
export function showCommand(words: readonly string[] | null): string {
  if (words === null) return "the image's own"
  const [shell, flag, line] = words
  const isLine = words.length === 3 && shell === '/bin/sh' && flag === '-c' && line !== undefined
  return isLine ? line.replace(/^exec /, '') : JSON.stringify(words)
}

export function showHealth(health: Health | HealthWish): string {
  switch (health.kind) {
    case 'none':
      return 'none'
    case 'tcp':
    case 'port':
      return 'port'
    case 'http':
      return health.path
    case 'command':
      return `command ${showCommand(health.argv)}`
  }
}

export function showLimit(name: keyof Limits, value: number): string {
  return name === 'memory' || name === 'disk' ? formatBytes(value) : String(value)
}

export function showRelease(words: readonly string[] | null): string {
  return words === null ? 'none' : showCommand(words)
}

export function showMount(mount: { path: string; process: string; readOnly: boolean }): string {
  return `${mount.path} of ${mount.process}${mount.readOnly ? ', read-only' : ''}`
}

export function showCron({ schedule, timezone, command, concurrency, deadlineMs }: CronEntry): string {
  return `${schedule} ${timezone}: ${showCommand(command)} (${concurrency}, ${deadlineMs / 60_000} min)`
}

/** As a berth.yml takes it. */
export function showSeconds(ms: number): string {
  return `${Math.round(ms / 1000)}s`
}
