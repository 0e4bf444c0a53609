import { BuildFailed, recipeOfSource } from '@berth/build'
import type { BuildRecipe } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { describeFailure } from './describe-failure.ts'
import { folderReader } from './folder-reader.ts'

/** Error: UsageError, which says what was looked for, when nothing says how a folder is built. */
export async function checkRecipe(folder: string, recipe: BuildRecipe): Promise<void> {
  try {
    await recipeOfSource(folderReader(folder), recipe)
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error
    // a mistake in one of its files is shown by the build, with all that it says beside
    if (error.failure.kind === 'no-recipe')
      throw new UsageError(`${folder}: ${describeFailure(error.failure).join('\n')}`)
  }
}
