import { isKeptFailure } from '../kept-failure.ts'
import type { ContainerModel } from '../model.ts'
import { end, outOf, retire } from '../retire.ts'
import type { AppSnapshot, Surroundings } from '../snapshot.ts'
import type { Step } from '../step.ts'

/** Shuts the door, lets who is there finish, however long that takes, and stops what serves. What was on its way out goes on. */
export function planAsleep(snapshot: AppSnapshot, around: Surroundings): Step[] {
  const { app, current, containers, draining } = snapshot
  const kept = containers.filter((container) => isKeptFailure(container, snapshot))
  const others = containers.filter((one) => one.kin !== current?.kin && !kept.includes(one))
  return [
    ...containers.flatMap((one) => (one.kin === current?.kin ? fallAsleep(one, around) : [])),
    ...others.flatMap((one) => retire(one, around, current ? outOf(current, one) : { by: app.desiredBy })),
    ...(draining && others.length === 0 ? [{ kind: 'drained', deployId: draining.id } as const] : []),
  ]
}

function fallAsleep(container: ContainerModel, { inDoor, sessions }: Surroundings): Step[] {
  const { id, desired, routed, drainingAt, observed } = container
  if (desired === 'stopped' || desired === 'removed') return []
  if (routed) return [{ kind: 'drain', containerId: id }]
  const isLeft = observed !== 'running' || (!inDoor.has(id) && sessions.get(id) === 0)
  if (drainingAt && !isLeft) return []
  return end(container, 'stopped', { by: null, why: { kind: 'asleep' } })
}
