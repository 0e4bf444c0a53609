import type { ImageSettings } from '../image-settings.ts'
import type { StageScope } from '../scope/stage-scope.ts'
import type { Effect } from './step-context.ts'

/** An effect that changes settings alone, and makes no layer. */
export function withSettings(scope: StageScope, change: Partial<ImageSettings>, createdBy: string): Effect {
  return { scope: { ...scope, settings: { ...scope.settings, ...change } }, action: null, createdBy }
}
