import { isKeptFailure } from './kept-failure.ts'
import { end, outOf, retire } from './retire.ts'
import type { AppSnapshot, Surroundings } from './snapshot.ts'
import type { Step } from './step.ts'

/** Holds what runs where it is; nobody visits it meanwhile. What was on its way out goes on. */
export function planPaused(snapshot: AppSnapshot, around: Surroundings): Step[] {
  const { app, current, containers } = snapshot
  return containers.flatMap((container): Step[] => {
    if (isKeptFailure(container, snapshot)) return []
    if (container.kin !== current?.kin) {
      return retire(container, around, current ? outOf(current, container) : { by: app.desiredBy })
    }
    return container.desired === 'running' ? end(container, 'paused', { by: app.desiredBy }) : []
  })
}
