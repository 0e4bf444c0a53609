import type { BuildRecipe } from '@berth/protocol'
import { chooseRecipe, type ChosenRecipe } from '../recipe/choose-recipe.ts'
import { effectiveRecipe } from '../recipe/effective-recipe.ts'
import { readSettings, type SourceSettings } from '../recipe/read-settings.ts'
import type { SourceReader } from '../stacks/source-facts.ts'

export type RecipeOfSource = {
  readonly settings: SourceSettings
  /** what was asked for, with what its berth.yml says */
  readonly recipe: BuildRecipe
  readonly chosen: ChosenRecipe
}

/** How a source would be built, by its files alone. Error: BuildFailed, also when nothing says it. */
export async function recipeOfSource(source: SourceReader, asked: BuildRecipe): Promise<RecipeOfSource> {
  const top = below(source, asked.directory)
  const settings = await readSettings(top)
  const recipe = effectiveRecipe(asked, settings)
  const chosen = await chooseRecipe(below(top, settings.build.directory), recipe, settings)
  return { settings, recipe, chosen }
}

function below(source: SourceReader, directory: string | undefined): SourceReader {
  if (directory === undefined) return source
  return {
    text: (path) => source.text(`${directory}/${path}`),
    has: (path) => source.has(`${directory}/${path}`),
  }
}
