import { end, retire } from './retire.ts'
import type { AppSnapshot, Surroundings } from './snapshot.ts'
import type { Step } from './step.ts'

/** Holds what runs where it is; nobody visits it meanwhile. What was on its way out goes on. */
export function planPaused({ app, current, containers }: AppSnapshot, around: Surroundings): Step[] {
  return containers.flatMap((container): Step[] => {
    if (container.kin !== current?.kin) return retire(container, around)
    return container.desired === 'running' ? end(container, 'paused', app.desiredBy) : []
  })
}
