import type { Origin } from '../origin.ts'
import type { StepContext } from './step-context.ts'

/** An origin whose stage is named by its number in the plan, where it was by its index in the file. */
export function numbered(origin: Origin, { numbers }: Pick<StepContext, 'numbers'>): Origin {
  if (origin.kind !== 'stage') return origin
  const stage = numbers.get(origin.stage)
  if (stage === undefined)
    throw new Error(`stage ${origin.stage} is read, and is not among those that are needed`)
  return { kind: 'stage', stage }
}
