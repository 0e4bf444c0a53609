import type { EndReason } from '@berth/core'
import type { ContainerSpec } from '@berth/protocol'

/** Whether a container that ended like this starts again by itself. `failures`: of its starts in a row so far. */
export function restartAfter(end: EndReason, restart: ContainerSpec['restart'], failures: number): boolean {
  if (end.kind === 'stopped') return false // somebody wanted it
  switch (restart.policy) {
    case 'always':
      return true
    case 'on-failure':
      return !succeeded(end) && (restart.max === undefined || failures < restart.max)
    case 'no':
      return false
  }
}

function succeeded(end: EndReason): boolean {
  return end.kind === 'exit' && end.code === 0
}
