import type { ContainerModel, ReleaseModel } from './model.ts'
import type { Surroundings } from './snapshot.ts'
import type { Step, Wish } from './step.ts'

/** Takes a container that nobody wants any more out of service: the door first, then, when its visitors left, it goes. */
export function retire(container: ContainerModel, around: Surroundings, wish: Wish): Step[] {
  if (container.desired === 'removed') return []
  if (container.routed) return [{ kind: 'drain', containerId: container.id }]
  if (container.drainingAt && !isDrained(container, container.drainingAt, around)) return []
  return remove(container, wish)
}

/** It stops, and can go on where it was: what takes its place may not run beside it. Its visitors may finish first. */
export function makeWay(container: ContainerModel, around: Surroundings, wish: Wish): Step[] {
  if (container.desired === 'removed' || container.desired === 'stopped') return []
  if (container.routed) return [{ kind: 'drain', containerId: container.id }]
  if (container.drainingAt && !isDrained(container, container.drainingAt, around)) return []
  return end(container, 'stopped', wish)
}

/** One whose visitors do not leave (a websocket, a long download) has its time, and no more. */
function isDrained(container: ContainerModel, since: Date, { now, inDoor, sessions }: Surroundings): boolean {
  if (now.getTime() - since.getTime() >= container.drainMs) return true
  if (container.observed !== 'running') return true
  // while the door does not know yet, its count of sessions says nothing
  return !inDoor.has(container.id) && sessions.get(container.id) === 0
}

/** At once, whoever is still connected. */
export function remove(container: ContainerModel, wish: Wish): Step[] {
  return container.desired === 'removed' ? [] : end(container, 'removed', wish)
}

const FAILED_DEPLOY: Wish = { by: null, why: { kind: 'deploy-failed' } }

/** An instance of a release that failed: it ends, and its log can be read until the next deploy. */
export function keepEnded(container: ContainerModel): Step[] {
  return container.desired === 'running' ? end(container, 'stopped', FAILED_DEPLOY) : []
}

/** What that release takes the place of. */
export function replacedBy({ number, by }: Pick<ReleaseModel, 'number' | 'by'>): Wish {
  return { by, why: { kind: 'replaced', release: number } }
}

/** Why an instance goes that the release does not want: it has its like in the release, or there is one too many. */
export function outOf(release: ReleaseModel, container: ContainerModel): Wish {
  if (container.kin !== release.kin) return replacedBy(release)
  return { by: release.by, why: { kind: 'scaled-down' } }
}

export function end(
  container: ContainerModel,
  desired: 'paused' | 'stopped' | 'removed',
  wish: Wish,
): Step[] {
  const wanted: Step = { kind: 'want', containerId: container.id, desired, ...wish }
  const inService = container.routed || container.drainingAt !== null
  return inService ? [{ kind: 'unroute', containerId: container.id }, wanted] : [wanted]
}
