import { type Dockerfile, newWork } from '@berth/dockerfile'
import type { BaseImage, BaseRequest } from './base-image.ts'
import { neededStages } from './graph/needed-stages.ts'
import type { PlanOptions } from './plan-options.ts'
import { globalArgs } from './scope/global-args.ts'

/**
 * The images that must be resolved before `planBuild` can plan. Ask again with those that were found, until nothing
 * is missing: the ONBUILD triggers of a base can need another stage. Error: dockerfile.invalid.
 */
export function basesOf(
  dockerfile: Dockerfile,
  options: PlanOptions,
  bases: readonly BaseImage[] = [],
): readonly BaseRequest[] {
  const work = newWork()
  const { missing } = neededStages({
    dockerfile,
    options,
    bases,
    work,
    globals: globalArgs(dockerfile, options, work),
  })
  const seen = new Set<string>()
  return missing.filter(({ reference, platform }) => {
    const key = `${platform} ${reference}`
    return !seen.has(key) && seen.add(key)
  })
}
