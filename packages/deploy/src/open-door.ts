import { type ContainerModel, isReady } from './model.ts'
import { isVisited } from './routing.ts'
import type { ActiveDeploy, Surroundings } from './snapshot.ts'
import type { Step } from './step.ts'

/** Lets visitors in to instances that all work, and shuts the door to those that served; then the release is live. */
export function openDoor(
  deploy: ActiveDeploy,
  own: readonly ContainerModel[],
  serving: readonly ContainerModel[],
  around: Surroundings,
): Step[] {
  const visited = own.filter((container) => isVisited(container, deploy.release))
  const closed = visited.filter(({ routed }) => !routed)
  if (closed.length > 0) {
    return [routing(deploy), ...closed.map(({ id }): Step => ({ kind: 'route', containerId: id }))]
  }
  if (visited.length === 0) return [{ kind: 'succeed', deployId: deploy.id, releaseId: deploy.release.id }]
  // after this the old ones drain: so the door must be known to have let the new ones in
  if (!isInDoor(deploy, own, around)) return [routing(deploy)]
  return shift(deploy, serving, around)
}

/** Who is told that the new release is live meets nothing else from then on. */
function shift(deploy: ActiveDeploy, serving: readonly ContainerModel[], { inDoor }: Surroundings): Step[] {
  const open = serving.filter(({ routed }) => routed)
  if (open.length > 0) return open.map(({ id }): Step => ({ kind: 'drain', containerId: id }))
  if (serving.some(({ id }) => inDoor.has(id))) return [routing(deploy)]
  return [{ kind: 'succeed', deployId: deploy.id, releaseId: deploy.release.id }]
}

/** All that visitors shall reach works, and the door sends them there. */
export function isInDoor(
  deploy: ActiveDeploy,
  own: readonly ContainerModel[],
  { inDoor }: Surroundings,
): boolean {
  const visited = own.filter((container) => isVisited(container, deploy.release))
  return visited.length > 0 && visited.every((one) => isReady(one) && inDoor.has(one.id))
}

function routing(deploy: ActiveDeploy): Step {
  return { kind: 'progress', deployId: deploy.id, reached: 'route', note: null }
}
