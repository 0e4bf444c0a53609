import type { Place } from '../ast/place.ts'
import { refuse } from '../read/refuse.ts'

/** What filling in the variables of one Dockerfile may cost, so that one that doubles a value a hundred times ends. */
export type Work = { left: number }

/** Characters and steps of patterns: less than a second of a processor, and far more than anybody needs. */
const STEPS = 8_000_000

export function newWork(steps = STEPS): Work {
  return { left: steps }
}

/** Error: dockerfile.invalid, when it is used up. */
export function spendWork(work: Work, steps: number, place: Place): void {
  work.left -= steps
  if (work.left < 0)
    throw refuse(place, 'the variables of this Dockerfile are too large, or their patterns too slow')
}
