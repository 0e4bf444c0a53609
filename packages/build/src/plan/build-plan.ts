import type { Place, Warning } from '@berth/dockerfile'
import type { BaseImage } from './base-image.ts'
import type { ImageSettings } from './image-settings.ts'
import type { StepAction } from './step-action.ts'

/** All that is decided about a build before anything of it runs. Made by `planBuild`, without IO. */
export type BuildPlan = {
  /** those that the target needs, each after all that it needs; a stage's position here is its number */
  readonly stages: readonly PlannedStage[]
  /** number of the stage that becomes the image: the last one */
  readonly target: number
  readonly warnings: readonly Warning[]
}

export type PlannedStage = {
  readonly number: number
  /** `AS name`; else `stage-<index in the file>` */
  readonly name: string
  readonly base: StageBase
  /** `linux/amd64` */
  readonly platform: string
  /** numbers of the stages that must be whole before a step of this one reads them; those not named here may run beside it */
  readonly needs: readonly number[]
  readonly steps: readonly BuildStep[]
  /** after the last step */
  readonly settings: ImageSettings
}

export type StageBase =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly stage: number }
  | { readonly kind: 'image'; readonly image: BaseImage }

/** One instruction of a stage; with `action` null it changes nothing but the settings, and makes no layer. */
export type BuildStep = {
  /** unique in the plan: `<stage>.<step>`, both from 0 */
  readonly id: string
  /** as it is shown: `[build 2/5] RUN npm ci` */
  readonly title: string
  readonly place: Place
  readonly action: StepAction | null
  /** of the image's history; `empty_layer` when there is no action */
  readonly history: HistoryEntry
  /** what a later step would see: environment, user, folder */
  readonly settings: ImageSettings
  /** canonical text of what the step does, without what it reads and without secrets: see `cacheKey` */
  readonly keyText: string
}

/** image-spec config.md `history`; the executor sets `created`. */
export type HistoryEntry = {
  readonly created_by: string
  readonly comment?: string
  readonly author?: string
  readonly empty_layer?: true
}
