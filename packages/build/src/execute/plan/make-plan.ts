import { BerthError } from '@berth/core'
import { type Dockerfile, type IgnoreRules, parseDockerfile, parseIgnore } from '@berth/dockerfile'
import { formatPlatform, type Platform } from '@berth/oci'
import type { BuildRecipe } from '@berth/protocol'
import type { BaseImage, BaseRequest } from '../../plan/base-image.ts'
import { basesOf } from '../../plan/bases-of.ts'
import type { BuildPlan } from '../../plan/build-plan.ts'
import { planBuild } from '../../plan/plan-build.ts'
import { chooseRecipe, type ChosenRecipe } from '../../recipe/choose-recipe.ts'
import type { SourceSettings } from '../../recipe/read-settings.ts'
import type { StackPlan } from '../../stacks/stack.ts'
import { asFailure } from '../as-failure.ts'
import { at, BuildFailed } from '../build-failed.ts'
import { withFile } from '../with-file.ts'
import type { Bases } from './bases.ts'
import { sourceReader } from './source-reader.ts'

/** triggers of bases that need bases with triggers */
const ROUNDS = 20

export type MadePlan = {
  readonly chosen: ChosenRecipe
  readonly plan: BuildPlan
  readonly ignore: IgnoreRules
}

/** Reads the recipe of a source, and plans it. Error: BuildFailed; those of bases. */
export async function makePlan(options: {
  readonly context: string
  readonly recipe: BuildRecipe
  readonly settings: SourceSettings
  readonly bases: Bases
  readonly platform: Platform
}): Promise<MadePlan> {
  const { context, recipe, settings, bases } = options
  const chosen = await chooseRecipe(sourceReader(context), recipe, settings)
  const { file, text } = chosen
  const ignore = parseIgnore(chosen.ignore)
  const platform = formatPlatform(options.platform)
  const wanted = {
    target: recipe.target,
    args: recipe.args,
    labels: recipe.labels,
    platform,
    buildPlatform: platform,
    ignore,
    sourceDateEpoch: recipe.sourceDateEpoch,
  }
  try {
    const dockerfile = parseDockerfile(text)
    const found = await resolveAll(dockerfile, wanted, { bases, chosen })
    return { chosen, plan: planBuild(dockerfile, wanted, found), ignore }
  } catch (error) {
    throw withFile(error, file)
  }
}

async function resolveAll(
  dockerfile: Dockerfile,
  wanted: Parameters<typeof basesOf>[1],
  { bases, chosen }: { bases: Bases; chosen: ChosenRecipe },
): Promise<readonly BaseImage[]> {
  let found: readonly BaseImage[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const missing = basesOf(dockerfile, wanted, found)
    if (missing.length === 0) return found
    const more = await Promise.all(missing.map((request) => resolveOne(request, { bases, chosen })))
    found = [...found, ...more]
  }
  throw new BuildFailed({ kind: 'syntax', message: 'the triggers of its bases need ever more images' })
}

async function resolveOne(
  request: BaseRequest,
  { bases, chosen }: { bases: Bases; chosen: ChosenRecipe },
): Promise<BaseImage> {
  try {
    return (await bases.find(request)).image
  } catch (error) {
    const failure = asFailure(error)
    const isMissing = error instanceof BerthError && error.code === 'image.not_found'
    const message =
      chosen.stack && isMissing
        ? missingBase(request.reference, chosen.stack, error.details)
        : failure.message
    throw new BuildFailed({ ...failure, message, ...at(chosen.file, request.place) }, error)
  }
}

/** Nobody wrote the FROM: what it needs is told with the way to it. */
function missingBase(reference: string, { name, facts }: StackPlan, { tags }: BerthError['details']): string {
  const why = facts.find((fact) => fact.name === name)?.value
  const asked = why === undefined ? '' : `, which was chosen as ${name} ${why}`
  const has = Array.isArray(tags) && tags.length > 0 ? ` (there is ${tags.slice(0, 10).join(', ')})` : ''
  return `the platform has no image ${reference}${has}${asked}: an administrator makes it with ./berth images build ${reference}, or pushes one to library/${reference}`
}
