import { BerthError } from '@berth/core'
import { type Dockerfile, type IgnoreRules, parseDockerfile, parseIgnore } from '@berth/dockerfile'
import { formatPlatform, type Platform } from '@berth/oci'
import type { BuildSpec } from '@berth/protocol'
import type { BaseImage, BaseRequest } from '../../plan/base-image.ts'
import { basesOf } from '../../plan/bases-of.ts'
import type { BuildPlan } from '../../plan/build-plan.ts'
import { planBuild } from '../../plan/plan-build.ts'
import { asFailure } from '../as-failure.ts'
import { at, BuildFailed } from '../build-failed.ts'
import type { Bases } from './bases.ts'
import { readSmallText } from './read-small-text.ts'

/** triggers of bases that need bases with triggers */
const ROUNDS = 20

export type MadePlan = { readonly plan: BuildPlan; readonly ignore: IgnoreRules }

/** Reads the recipe of a source, and plans it. Error: BuildFailed; those of bases. */
export async function makePlan(options: {
  readonly spec: BuildSpec
  readonly context: string
  readonly file: string
  readonly bases: Bases
  readonly platform: Platform
}): Promise<MadePlan> {
  const { spec, context, file, bases } = options
  const { recipe } = spec
  const text = recipe.kind === 'stack' ? undefined : await readSmallText(context, file)
  if (text === undefined) {
    const message = `there is no ${file} in the source: add one, or name another`
    throw new BuildFailed({ kind: 'no-recipe', message })
  }
  const ignore = await readIgnore(context, file)
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
    return {
      plan: planBuild(dockerfile, wanted, await resolveAll(dockerfile, wanted, { bases, file })),
      ignore,
    }
  } catch (error) {
    throw withFile(error, file)
  }
}

async function resolveAll(
  dockerfile: Dockerfile,
  wanted: Parameters<typeof basesOf>[1],
  { bases, file }: { bases: Bases; file: string },
): Promise<readonly BaseImage[]> {
  let found: readonly BaseImage[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const missing = basesOf(dockerfile, wanted, found)
    if (missing.length === 0) return found
    const more = await Promise.all(missing.map((request) => resolveOne(request, { bases, file })))
    found = [...found, ...more]
  }
  throw new BuildFailed({ kind: 'syntax', message: 'the triggers of its bases need ever more images' })
}

async function resolveOne(
  request: BaseRequest,
  { bases, file }: { bases: Bases; file: string },
): Promise<BaseImage> {
  try {
    return (await bases.find(request)).image
  } catch (error) {
    throw new BuildFailed({ ...asFailure(error), ...at(file, request.place) }, error)
  }
}

/** `Dockerfile.dockerignore` before `.dockerignore`. */
async function readIgnore(context: string, file: string): Promise<IgnoreRules> {
  const own = await readSmallText(context, `${file}.dockerignore`)
  return parseIgnore(own ?? (await readSmallText(context, '.dockerignore')) ?? '')
}

function withFile(error: unknown, file: string): unknown {
  if (!(error instanceof BerthError) || error.code !== 'dockerfile.invalid') return error
  const { line, column, text } = error.details
  return new BuildFailed(
    {
      kind: 'syntax',
      message: error.message,
      file,
      ...(typeof line === 'number' ? { line } : {}),
      ...(typeof column === 'number' ? { column } : {}),
      ...(typeof text === 'string' ? { text: text.slice(0, 500) } : {}),
    },
    error,
  )
}
