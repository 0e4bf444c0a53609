import { join } from 'node:path'
import { type BaseImage, basesOf, planBuild, type PlanOptions } from '@berth/build'
import { parseDockerfile } from '@berth/dockerfile'
import type { BuildRecipe } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { readText } from './pack-source.ts'

export type FolderPlan = {
  readonly dockerfile: string
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
  const path = recipe.dockerfile ?? 'Dockerfile'
  const text = await readText(join(folder, path))
  if (text === undefined) throw new UsageError(`there is no ${path} in ${folder}`)
  const dockerfile = parseDockerfile(text)
  const platform = `linux/${ARCHITECTURES[process.arch] ?? process.arch}`
  const { target, args, labels } = recipe
  const options: PlanOptions = { target, args, labels, platform, buildPlatform: platform }
  const bases = basesOf(dockerfile, options).map(unknownBase)
  const plan = planBuild(dockerfile, options, bases)
  return {
    dockerfile: path,
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
    warnings: plan.warnings.map(({ rule, message, place }) => `${path}:${place.line}: ${message} (${rule})`),
  }
}

function unknownBase({ reference, platform }: { reference: string; platform: string }): BaseImage {
  const [os = 'linux', architecture = ''] = platform.split('/')
  const rootfs = { type: 'layers' as const, diff_ids: [] }
  return { reference, platform, digest: `sha256:${'0'.repeat(64)}`, config: { os, architecture, rootfs } }
}
