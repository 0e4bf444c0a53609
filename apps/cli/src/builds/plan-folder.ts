import { BuildFailed, planSource, type SourcePlan } from '@berth/build'
import type { BuildRecipe } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { describeFailure } from './describe-failure.ts'
import { folderReader } from './folder-reader.ts'

export type FolderPlan = Omit<SourcePlan, 'warnings'> & { readonly warnings: readonly string[] }

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/** What a build of this folder would do. Nothing is sent. Error: UsageError. */
export async function planFolder(folder: string, recipe: BuildRecipe): Promise<FolderPlan> {
  const platform = `linux/${ARCHITECTURES[process.arch] ?? process.arch}`
  const { warnings, ...plan } = await planSource(folderReader(folder), recipe, platform).catch(
    (error: unknown) => {
      if (!(error instanceof BuildFailed)) throw error
      throw new UsageError(`${folder}: ${describeFailure(error.failure).join('\n')}`)
    },
  )
  const lines = warnings.map(({ file, line, message, rule }) => `${file}:${line}: ${message} (${rule})`)
  return { ...plan, warnings: lines }
}
