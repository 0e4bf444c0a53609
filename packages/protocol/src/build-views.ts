import type { BuildFailure, BuildOrigin, BuildPlanView, BuildRecipe, BuildWarning } from './build-spec.ts'

/** `canceling`: it was told to end, and its node has not said yet that it did. */
export const BUILD_STATES = ['queued', 'running', 'canceling', 'succeeded', 'failed', 'canceled'] as const
export type BuildState = (typeof BUILD_STATES)[number]

/**
 * Why a build has not begun: its tenant has another one running, or one that is being ended, or all nodes are busy;
 * `ahead` wait longer.
 */
export type BuildWait = { readonly for: 'own' | 'ending' | 'node'; readonly ahead: number }

export type BuildView = {
  id: string
  /** null: an image is built, and nothing deployed */
  app: string | null
  state: BuildState
  wait: BuildWait | null
  origin: BuildOrigin
  /** tenant/name, and the tag that it gets */
  repository: string
  tag: string
  digest: string | null
  /** of the app, that was made of it */
  release: number | null
  deployId: string | null
  /** why it ended without what was asked for */
  failure: BuildFailure | null
  warnings: number
  /** steps that ran, and that were taken from the cache */
  ran: number
  cached: number
  by: string
  canceledBy: string | null
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
}

export type BuildDetailView = Omit<BuildView, 'warnings'> & {
  recipe: BuildRecipe
  plan: BuildPlanView | null
  warnings: BuildWarning[]
  /** bytes that were left out because there was too much of it */
  outputLost: number
  /** whether it can be begun again from the same source */
  again: boolean
}

/** A part of what a build printed; `next` is where the following part begins. */
export type BuildOutputView = {
  text: string
  next: number
  /** there will be no more */
  ended: boolean
}

/** What a client sends a source to, by PUT with the token, within half a minute. */
export type SourceUploadView = { url: string; token: string; maxBytes: number }

/** What the PUT answers. */
export type SourceView = { id: string; digest: string; size: number }
