import { BuildFailed, planSource, type SourcePlan } from '@berth/build'
import type { BuildFailure } from '@berth/protocol'
import { filesReader } from './files-reader.ts'

/** What a build would do, or why there would be none. */
export type Preview =
  | { readonly kind: 'plan'; readonly plan: SourcePlan }
  | { readonly kind: 'failure'; readonly failure: BuildFailure }

const RECIPE = { kind: 'auto' as const, args: {}, labels: {}, secrets: [], noCache: false }

/** Plans as `berth build --plan` does; of a node's architecture the plan shows nothing. */
export async function previewFiles(files: ReadonlyMap<string, Blob>): Promise<Preview> {
  try {
    return { kind: 'plan', plan: await planSource(filesReader(files), RECIPE, 'linux/amd64') }
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error
    return { kind: 'failure', failure: error.failure }
  }
}
