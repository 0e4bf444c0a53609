import type { BuildRecipe } from '@berth/protocol'
import { BuildFailed } from '../execute/build-failed.ts'
import { detectStack } from '../stacks/detect-stack.ts'
import { readFacts, type SourceReader } from '../stacks/source-facts.ts'
import type { StackPlan } from '../stacks/stack.ts'
import type { SourceSettings } from './read-settings.ts'

/** The Dockerfile that a source is built by: its own, or the one of its stack. */
export type ChosenRecipe = {
  /** what people are told that its lines are of */
  readonly file: string
  readonly text: string
  /** of what `.dockerignore` leaves out */
  readonly ignore: string
  /** null: the source has a Dockerfile */
  readonly stack: StackPlan | null
}

/**
 * Chooses how a source is built. `lines`: commands of its processes. Error: BuildFailed, which names the file that is
 * missing or wrong.
 */
export async function chooseRecipe(
  source: SourceReader,
  recipe: Pick<BuildRecipe, 'kind' | 'dockerfile' | 'stack'>,
  { lines }: Pick<SourceSettings, 'lines'>,
): Promise<ChosenRecipe> {
  const file = recipe.dockerfile ?? 'Dockerfile'
  const text = recipe.kind === 'stack' ? undefined : await source.text(file)
  if (text !== undefined) return { file, text, ignore: await readIgnore(source, file), stack: null }
  if (recipe.dockerfile !== undefined || recipe.kind === 'dockerfile') {
    const message = `there is no ${file} in the source: add one, or name another`
    throw new BuildFailed({ kind: 'no-recipe', message })
  }
  const stack = detectStack(await readFacts(source), { web: lines['web'], only: recipe.stack })
  if (stack.kind === 'problem') throw new BuildFailed({ kind: 'no-recipe', message: stack.message })
  return {
    file: `Dockerfile of the ${stack.name} stack`,
    text: stack.dockerfile,
    // its own come last, so that a source may take them back
    ignore: [...stack.ignore, (await source.text('.dockerignore')) ?? ''].join('\n'),
    stack,
  }
}

/** `Dockerfile.dockerignore` before `.dockerignore`. */
async function readIgnore(source: SourceReader, file: string): Promise<string> {
  return (await source.text(`${file}.dockerignore`)) ?? (await source.text('.dockerignore')) ?? ''
}
