import type { Work } from '@berth/dockerfile'
import type { BuildSpec } from '@berth/protocol'
import type { IdRange } from '@berth/runtime'
import type { BuildGroup } from './build-group.ts'
import type { BuildNetwork } from './build-network.ts'
import type { BuilderOptions } from './builder-options.ts'
import type { TreeDigests } from './tree/digest-tree.ts'
import type { BuildOutput } from './output/build-output.ts'

/** One build at work: what all of its steps share. */
export type Site = {
  readonly spec: BuildSpec
  /** the build's own folder, which goes with it */
  readonly dir: string
  /** what is built from: nobody writes there any more */
  readonly context: string
  /** of the files of the context */
  readonly digests: TreeDigests
  /** the recipe, as people are told of it */
  readonly file: string
  readonly ids: IdRange
  readonly network: BuildNetwork
  readonly group: BuildGroup
  readonly output: BuildOutput
  /** aborted with a BuildFailed as its reason */
  readonly signal: AbortSignal
  readonly tools: BuilderOptions
  /** keys of folders that are in the making: whoever sweeps leaves them */
  readonly claimed: Set<string>
  /** by all steps so far */
  readonly written: { bytes: number }
  /** what ADDs brought from elsewhere: the folder's key, and how much there is */
  readonly fetched: { readonly key: string; bytes: number }
  /** what is left for patterns of paths */
  readonly patterns: Work
}
