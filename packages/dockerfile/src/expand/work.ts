import type { Place } from '../ast/place.ts'
import { refuse } from '../read/refuse.ts'

/** What filling in the variables of one Dockerfile may cost, so that one that doubles a value a hundred times ends. */
export type Work = { left: number }

/** About a second of a processor. */
const STEPS = 20_000_000

export function newWork(steps = STEPS): Work {
  return { left: steps }
}

/** Error: dockerfile.invalid, when it is used up. */
export function spendWork(work: Work, steps: number, place: Place): void {
  work.left -= steps
  if (work.left < 0)
    throw refuse(place, 'the variables of this Dockerfile are too large, or their patterns too slow')
}
