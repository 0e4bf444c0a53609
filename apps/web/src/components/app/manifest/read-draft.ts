import {
  type Change,
  type LiveApp,
  type LiveBeside,
  type ManifestBeside,
  manifestBeside,
  type ManifestProblem,
  manifestWish,
  type ManifestWish,
  planBeside,
  planChanges,
  readManifest,
} from '@berth/manifest'

/** What a text would do to an app; what is wrong with it, where it is no berth.yml. */
export type Draft =
  | { readonly kind: 'wrong'; readonly problem: ManifestProblem }
  | {
      readonly kind: 'plan'
      readonly wish: ManifestWish
      readonly beside: ManifestBeside
      readonly changes: readonly Change[]
      /** that the release brings of the project */
      readonly shared: readonly Change[]
      /** that need no release */
      readonly atOnce: readonly Change[]
      /** it says how a source is built, which is heeded by the next build alone */
      readonly forBuild: boolean
    }

/** Pure: as `berth plan` does it. */
export function readDraft(
  text: string,
  live: LiveApp,
  { beside: besides, shared }: { readonly beside: LiveBeside; readonly shared: readonly Change[] },
): Draft {
  const read = readManifest(text)
  if (read.kind === 'wrong') return { kind: 'wrong', problem: read.problem }
  const wish = manifestWish(read.value)
  const beside = manifestBeside(read.value)
  return {
    kind: 'plan',
    ...{ wish, beside },
    ...{ changes: planChanges({ wish, defaults: {} }, live), shared },
    atOnce: planBeside(beside, besides),
    forBuild: read.value.build !== undefined,
  }
}
