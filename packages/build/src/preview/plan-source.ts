import { parseDockerfile } from '@berth/dockerfile'
import type { BuildRecipe, BuildWarning } from '@berth/protocol'
import { withFile } from '../execute/with-file.ts'
import type { BaseImage } from '../plan/base-image.ts'
import { basesOf } from '../plan/bases-of.ts'
import type { BuildPlan } from '../plan/build-plan.ts'
import { planBuild } from '../plan/plan-build.ts'
import type { PlanOptions } from '../plan/plan-options.ts'
import type { ChosenRecipe } from '../recipe/choose-recipe.ts'
import type { SourceReader } from '../stacks/source-facts.ts'
import { recipeOfSource } from './recipe-of-source.ts'

/** What a build of a source would do, as people are shown it. */
export type SourcePlan = {
  /** the Dockerfile's path, or whose it would be */
  readonly dockerfile: string
  /** null: the source has a Dockerfile */
  readonly stack: {
    readonly name: string
    readonly because: string
    readonly facts: readonly { readonly name: string; readonly value: string }[]
    /** what it is built by */
    readonly dockerfile: string
  } | null
  /** process type → command line, of berth.yml or the Procfile */
  readonly processes: Readonly<Record<string, string>>
  readonly stages: readonly {
    readonly name: string
    readonly base: string
    readonly steps: readonly string[]
  }[]
  readonly warnings: readonly BuildWarning[]
}

/**
 * Plans a build of a source that was not sent yet, also in a browser: what a base image brings (its variables, its
 * ONBUILD triggers) is not known here. `platform`: as `linux/amd64`. Error: BuildFailed.
 */
export async function planSource(
  source: SourceReader,
  asked: BuildRecipe,
  platform: string,
): Promise<SourcePlan> {
  const { settings, recipe, chosen } = await recipeOfSource(source, asked)
  const { file, text, stack } = chosen
  const { target, args, labels } = recipe
  const plan = planText(chosen, { target, args, labels, platform, buildPlatform: platform })
  return {
    dockerfile: file,
    stack: stack && { name: stack.name, because: stack.because, facts: stack.facts, dockerfile: text },
    processes: settings.lines,
    stages: plan.stages.map((stage) => ({
      name: stage.name,
      base: baseName(plan, stage),
      steps: stage.steps.map(({ title }) => title),
    })),
    // nobody but us can mend a Dockerfile of ours
    warnings: (stack ? [] : plan.warnings).map(({ rule, message, place }) => ({
      ...{ rule, message, file, line: place.line, column: place.column, text: place.text.slice(0, 500) },
    })),
  }
}

function planText({ file, text }: ChosenRecipe, options: PlanOptions): BuildPlan {
  try {
    const dockerfile = parseDockerfile(text)
    return planBuild(dockerfile, options, basesOf(dockerfile, options).map(unknownBase))
  } catch (error) {
    throw withFile(error, file)
  }
}

function baseName({ stages }: BuildPlan, { base }: BuildPlan['stages'][number]): string {
  if (base.kind === 'image') return base.image.reference
  return (base.kind === 'stage' ? stages[base.stage]?.name : undefined) ?? 'scratch'
}

function unknownBase({ reference, platform }: { reference: string; platform: string }): BaseImage {
  const [os = 'linux', architecture = ''] = platform.split('/')
  const rootfs = { type: 'layers' as const, diff_ids: [] }
  return { reference, platform, digest: `sha256:${'0'.repeat(64)}`, config: { os, architecture, rootfs } }
}
