import { constants } from 'node:os'
import type { EndReason } from '@berth/core'

const KILLED = 128 + constants.signals.SIGKILL

/** What a shell would have as the code of a program that ended so; null when no program ended. */
export function exitCodeOf(end: EndReason): number | null {
  switch (end.kind) {
    case 'exit':
      return end.code
    case 'signal':
      return 128 + (signalNumbers.get(end.signal) ?? 0)
    case 'oom':
      return KILLED
    case 'stopped':
      return end.code ?? (end.forced ? KILLED : null)
    case 'start-failed':
    case 'unhealthy':
    case 'supervisor-killed':
    case 'node-lost':
    case 'host-reboot':
      return null
  }
}

const signalNumbers = new Map<string, number>(Object.entries(constants.signals))
