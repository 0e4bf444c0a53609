import type { EndReason } from '@berth/core/end-reason.ts'
import type { Permission } from '@berth/core/role.ts'

export type NextStep = {
  readonly label: 'raiseLimit' | 'logs' | 'deploys' | 'port' | 'rollBack' | 'env'
  readonly path: string
  /** without it, the page would be of no use */
  readonly needs?: Permission
}

const LOGS: NextStep = { label: 'logs', path: '/logs' }
const ROLL_BACK: NextStep = { label: 'rollBack', path: '/releases', needs: 'app:deploy' }

/** What helps after an end of this kind, the likeliest first; paths are below the app's page. */
export function nextSteps(end: EndReason | null): readonly NextStep[] {
  switch (end?.kind) {
    case 'oom':
      return [{ label: 'raiseLimit', path: '/settings#limits', needs: 'app:deploy' }, LOGS, ROLL_BACK]
    case 'unhealthy':
      return [{ label: 'port', path: '/settings#limits', needs: 'app:deploy' }, LOGS, ROLL_BACK]
    case 'start-failed':
      return [{ label: 'deploys', path: '/deploys' }, ROLL_BACK]
    case 'exit':
      return [LOGS, { label: 'env', path: '/env', needs: 'secret:read' }, ROLL_BACK]
    case 'signal':
    case 'stopped':
    case 'supervisor-killed':
    case 'node-lost':
    case 'host-reboot':
      return [LOGS, ROLL_BACK]
    case undefined:
      return [{ label: 'deploys', path: '/deploys' }, LOGS]
  }
}
