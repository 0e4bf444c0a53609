import { takeTurn } from './take-turn.ts'

/** How many are sampled at once: with more containers than that, each has its turn less often. */
const WORKING_AT_ONCE = 250
const RESTING_AT_ONCE = 100

/** Who is sampled next: those that work before those that rest, and all of them while they are few. */
export function createStatsTurns<T>(rests: (one: T) => boolean) {
  let working = 0
  let resting = 0

  return (all: readonly T[]): readonly T[] => {
    const first = takeTurn(
      all.filter((one) => !rests(one)),
      working,
      WORKING_AT_ONCE,
    )
    const then = takeTurn(all.filter(rests), resting, RESTING_AT_ONCE)
    working = first.next
    resting = then.next
    return [...first.chosen, ...then.chosen]
  }
}
