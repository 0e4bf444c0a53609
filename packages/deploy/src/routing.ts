import type { ContainerModel, ReleaseModel } from './model.ts'
import { isReady, WEB } from './model.ts'
import type { Step } from './step.ts'

/** Visitors come through the `web` process of an app that has a port; all others only run. */
export function isVisited(container: ContainerModel, release: ReleaseModel): boolean {
  return release.port !== null && container.process === WEB
}

/** Sends visitors to what works, also to what was on its way out, and no longer to what has ended. */
export function syncRouting(containers: readonly ContainerModel[], release: ReleaseModel): Step[] {
  return containers
    .filter((container) => isVisited(container, release))
    .flatMap((container): Step[] => {
      if (!container.routed && isReady(container)) return [{ kind: 'route', containerId: container.id }]
      if (container.routed && (container.givenUp || hasEnded(container)))
        return [{ kind: 'unroute', containerId: container.id }]
      return []
    })
}

/** `lost` has not: a container outlives its agent, and the door notices by itself when nobody answers. */
function hasEnded(container: ContainerModel): boolean {
  switch (container.observed) {
    case 'running':
    case 'lost':
      return false
    case 'pending':
    case 'pulling':
    case 'starting':
    case 'paused':
    case 'backoff':
    case 'stopped':
    case 'failed':
    case 'removed':
      return true
  }
}
