import type { Dockerfile, Warning, Work } from '@berth/dockerfile'
import type { PlanOptions } from '../plan-options.ts'
import type { GlobalArgs } from '../scope/global-args.ts'
import type { StageScope } from '../scope/stage-scope.ts'
import type { StepAction } from '../step-action.ts'

/** What the steps of one stage have in common. */
export type StepContext = {
  readonly dockerfile: Dockerfile
  readonly options: PlanOptions
  readonly globals: GlobalArgs
  readonly work: Work
  /** index in the file */
  readonly index: number
  readonly platform: string
  /** index in the file → number in the plan */
  readonly numbers: ReadonlyMap<number, number>
  readonly warn: (warning: Warning) => void
}

/** What an instruction makes of a scope. */
export type Effect = {
  readonly scope: StageScope
  readonly action: StepAction | null
  /** of the image's history, as BuildKit words it */
  readonly createdBy: string
}
