import { join } from 'node:path'
import {
  type BaseImage,
  basesOf,
  BuildFailed,
  chooseRecipe,
  type ChosenRecipe,
  effectiveRecipe,
  planBuild,
  type PlanOptions,
  readSettings,
  type SourceSettings,
} from '@berth/build'
import { parseDockerfile } from '@berth/dockerfile'
import type { BuildRecipe } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { describeFailure } from './describe-failure.ts'
import { folderReader } from './folder-reader.ts'

export type FolderPlan = {
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
  readonly warnings: readonly string[]
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/**
 * What a build of this folder would do. Nothing is sent: what a base image brings (its variables, its ONBUILD
 * triggers) is not known here. Errors: UsageError, dockerfile.invalid.
 */
export async function planFolder(folder: string, recipe: BuildRecipe): Promise<FolderPlan> {
  const { settings, recipe: effective, chosen } = await chooseFor(folder, recipe)
  const { file: path, text, stack } = chosen
  const dockerfile = parseDockerfile(text)
  const platform = `linux/${ARCHITECTURES[process.arch] ?? process.arch}`
  const { target, args, labels } = effective
  const options: PlanOptions = { target, args, labels, platform, buildPlatform: platform }
  const bases = basesOf(dockerfile, options).map(unknownBase)
  const plan = planBuild(dockerfile, options, bases)
  return {
    dockerfile: path,
    stack: stack && { name: stack.name, because: stack.because, facts: stack.facts, dockerfile: text },
    processes: settings.lines,
    stages: plan.stages.map(({ name, base, steps }) => ({
      name,
      base:
        base.kind === 'image'
          ? base.image.reference
          : base.kind === 'stage'
            ? (plan.stages[base.stage]?.name ?? 'scratch')
            : 'scratch',
      steps: steps.map(({ title }) => title),
    })),
    // nobody but us can mend a Dockerfile of ours
    warnings: (stack ? [] : plan.warnings).map(
      ({ rule, message, place }) => `${path}:${place.line}: ${message} (${rule})`,
    ),
  }
}

type Chosen = {
  readonly settings: SourceSettings
  readonly recipe: BuildRecipe
  readonly chosen: ChosenRecipe
}

async function chooseFor(folder: string, recipe: BuildRecipe): Promise<Chosen> {
  try {
    const asked = join(folder, recipe.directory ?? '.')
    const settings = await readSettings(folderReader(asked))
    const effective = effectiveRecipe(recipe, settings)
    const source = folderReader(join(asked, settings.build.directory ?? '.'))
    return { settings, recipe: effective, chosen: await chooseRecipe(source, effective, settings) }
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error
    throw new UsageError(`${folder}: ${describeFailure(error.failure).join('\n')}`)
  }
}

function unknownBase({ reference, platform }: { reference: string; platform: string }): BaseImage {
  const [os = 'linux', architecture = ''] = platform.split('/')
  const rootfs = { type: 'layers' as const, diff_ids: [] }
  return { reference, platform, digest: `sha256:${'0'.repeat(64)}`, config: { os, architecture, rootfs } }
}
