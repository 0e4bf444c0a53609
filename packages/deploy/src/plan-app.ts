import { isKeptFailure } from './kept-failure.ts'
import type { ContainerModel } from './model.ts'
import { planPaused } from './paused.ts'
import { end, keepEnded, remove } from './retire.ts'
import { planRollout } from './rollout.ts'
import { planAsleep } from './sleep/plan-asleep.ts'
import type { AppSnapshot, Surroundings } from './snapshot.ts'
import { planSteady } from './steady.ts'
import type { Step } from './step.ts'

/** What to do next for one app. Level-triggered: looks only at how things are, so it may be asked at any moment. */
export function planApp(snapshot: AppSnapshot, around: Surroundings): Step[] {
  const gone = snapshot.containers.filter(isGone)
  const present = { ...snapshot, containers: snapshot.containers.filter((container) => !isGone(container)) }
  return [
    ...gone.map(({ id }): Step => ({ kind: 'forget', containerId: id })),
    ...planPresent(present, around),
  ]
}

function planPresent(snapshot: AppSnapshot, around: Surroundings): Step[] {
  if (snapshot.app.deleted) return planRemoval(snapshot)
  if (snapshot.app.desired === 'stopped') return planStop(snapshot)
  if (snapshot.app.desired === 'paused') return planPaused(snapshot, around)
  if (snapshot.deploy) return planRollout(snapshot, snapshot.deploy, around)
  if (snapshot.app.asleep) return planAsleep(snapshot, around)
  return planSteady(snapshot, around)
}

/** A lost node is told what to remove by its inventory when it comes back, so the rows need not wait for it. */
function isGone(container: ContainerModel): boolean {
  if (container.desired !== 'removed') return false
  return container.observed === 'removed' || container.observed === 'lost'
}

function planRemoval({ app, containers }: AppSnapshot): Step[] {
  if (containers.length === 0) return [{ kind: 'delete-app' }]
  return containers.flatMap((container) => remove(container, { by: app.desiredBy }))
}

/** Containers of the release that serves are kept, stopped; so is what a deploy that failed left. All others go. */
function planStop(snapshot: AppSnapshot): Step[] {
  const { app, current, containers } = snapshot
  return containers.flatMap((container): Step[] => {
    if (isKeptFailure(container, snapshot)) return keepEnded(container)
    if (!current && container.desired === 'stopped') return []
    if (container.kin !== current?.kin) return remove(container, { by: app.desiredBy })
    const isOver = container.desired === 'stopped' || container.desired === 'removed'
    return isOver ? [] : end(container, 'stopped', { by: app.desiredBy })
  })
}
