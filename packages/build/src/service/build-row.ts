import type { Build } from '@berth/db'
import {
  type BuildFailure,
  buildFailureSchema,
  type BuildOrigin,
  buildOriginSchema,
  type BuildPlanView,
  buildPlanViewSchema,
  type BuildRecipe,
  buildRecipeSchema,
  type BuildState,
  type BuildWarning,
  buildWarningSchema,
  type SourceWish,
  sourceWishSchema,
} from '@berth/protocol'
import { z } from 'zod'

/** What a row can say; `canceling` is `running` with a `cancelReason`. */
const ROW_STATES = ['queued', 'running', 'succeeded', 'failed', 'canceled'] as const
type RowState = (typeof ROW_STATES)[number]

/** Builds that have not come to an end. */
export const ACTIVE: { state: { in: RowState[] } } = { state: { in: ['queued', 'running'] } }

const stateSchema = z.enum(ROW_STATES)
const wishSchema = z.record(z.string(), z.unknown())
const sealedSchema = z.record(z.string(), z.string())

export function stateOf(row: Pick<Build, 'state' | 'cancelReason'>): BuildState {
  const state = stateSchema.parse(row.state)
  return state === 'running' && row.cancelReason !== null ? 'canceling' : state
}

export function isOver(row: Pick<Build, 'state'>): boolean {
  return row.state !== 'queued' && row.state !== 'running'
}

export function originOf(row: Pick<Build, 'origin'>): BuildOrigin {
  return buildOriginSchema.parse(row.origin)
}

export function commitOf(row: Pick<Build, 'origin'>): string | null {
  const origin = originOf(row)
  return origin.kind === 'git' ? origin.commit : null
}

export function recipeOf(row: Pick<Build, 'recipe'>): BuildRecipe {
  return buildRecipeSchema.parse(row.recipe)
}

export function failureOf(row: Pick<Build, 'failure'>): BuildFailure | null {
  return row.failure === null ? null : buildFailureSchema.parse(row.failure)
}

export function planOf(row: Pick<Build, 'plan'>): BuildPlanView | null {
  return row.plan === null ? null : buildPlanViewSchema.parse(row.plan)
}

export function settingsOf(row: Pick<Build, 'settings'>): SourceWish {
  return row.settings === null ? { wish: {}, defaults: {} } : sourceWishSchema.parse(row.settings)
}

export function warningsOf(row: Pick<Build, 'warnings'>): BuildWarning[] {
  return z.array(buildWarningSchema).parse(row.warnings)
}

/** What was asked for beside the image, with its environment apart: name → sealed value. Null: nothing is deployed. */
export function wishOf(
  row: Pick<Build, 'deploy'>,
): { readonly rest: Record<string, unknown>; readonly sealed: Record<string, string> } | null {
  if (row.deploy === null) return null
  const { env, ...rest } = wishSchema.parse(row.deploy)
  return { rest, sealed: sealedSchema.parse(env ?? {}) }
}
