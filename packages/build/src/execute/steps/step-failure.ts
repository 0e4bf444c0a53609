import { asFailure } from '../as-failure.ts'
import { at, BuildFailed } from '../build-failed.ts'
import type { StepAt } from './step-at.ts'

/** Whatever went wrong in a step, with the line of the step. */
export function stepFailure(thrown: unknown, { file, step }: { file: string; step: StepAt }): BuildFailed {
  if (thrown instanceof BuildFailed) return thrown
  return new BuildFailed({ ...asFailure(thrown), ...at(file, step.place) }, thrown)
}
