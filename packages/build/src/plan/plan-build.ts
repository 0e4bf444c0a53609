import { type Dockerfile, isMistake, keptWarnings, newWork, refuse, type Warning } from '@berth/dockerfile'
import type { BaseImage } from './base-image.ts'
import type { BuildPlan, PlannedStage, StageBase } from './build-plan.ts'
import { findBase, type Known, type NeededStage, neededStages } from './graph/needed-stages.ts'
import type { ImageSettings } from './image-settings.ts'
import { lintArgs } from './lint-args.ts'
import { lintFrom } from './lint-from.ts'
import type { PlanOptions } from './plan-options.ts'
import { planStage } from './plan-stage.ts'
import { globalArgs } from './scope/global-args.ts'
import { type StageScope, scopeAfter, scopeOf } from './scope/stage-scope.ts'
import { settingsOfImage } from './settings-of-image.ts'

/**
 * What a build will do, from its Dockerfile, what it was asked for, and the images that `basesOf` named. Pure: the
 * same input gives the same plan. Errors: dockerfile.invalid; a base that was not handed over is a mistake of ours.
 */
export function planBuild(
  dockerfile: Dockerfile,
  options: PlanOptions,
  bases: readonly BaseImage[],
): BuildPlan {
  const work = newWork()
  const globals = globalArgs(dockerfile, options, work)
  const known: Known = { dockerfile, options, globals, work, bases }
  const needed = [...neededStages(known).stages.values()]
  const warnings: Warning[] = [...dockerfile.warnings]
  const numbers = new Map(needed.map(({ index }, number) => [index, number]))
  const scopes = new Map<number, StageScope>()
  const stages: PlannedStage[] = []
  for (const stage of needed) {
    const warn = (warning: Warning) => warnings.push(warning)
    lintFrom(stage.index, known, warn)
    const planned = planStage(requestOf(stage), { ...known, ...stage, numbers, warn })
    scopes.set(stage.index, planned.scope)
    stages.push(planned.stage)
  }
  const target = stages.length - 1
  const found = kept()
  const mistake = found.find((warning) => isMistake(warning, dockerfile))
  if (mistake)
    throw refuse(mistake.place, `${mistake.rule}: ${mistake.message}, and check=error=true refuses it`)
  const unused = lintArgs(
    dockerfile,
    options,
    needed.flatMap(({ triggers }) => triggers),
  )
  return { stages: stages.map((stage) => labelled(stage)), target, warnings: [...found, ...unused] }

  function requestOf(stage: NeededStage) {
    const { name = null, instructions = [] } = dockerfile.stages[stage.index] ?? {}
    return {
      number: numbers.get(stage.index) ?? 0,
      name: name ?? `stage-${stage.index}`,
      base: baseOf(stage),
      needs: [...stage.needs].flatMap((index) => numbers.get(index) ?? []).toSorted((a, b) => a - b),
      scope: scopeAt(stage),
      triggers: stage.triggers,
      instructions,
      isNamed: dockerfile.stages.length > 1,
    }
  }

  function baseOf({ base }: NeededStage): StageBase {
    if (base.kind === 'scratch') return base
    if (base.kind === 'stage') return { kind: 'stage', stage: numbers.get(base.index) ?? 0 }
    return { kind: 'image', image: imageOf(base) }
  }

  function scopeAt({ base }: NeededStage): StageScope {
    if (base.kind === 'scratch') return scopeOf({})
    if (base.kind === 'image') return scopeOf(settingsOfImage(imageOf(base).config))
    const before = scopes.get(base.index)
    return before ? scopeAfter(before) : scopeOf({})
  }

  function imageOf(base: { readonly reference: string; readonly platform: string }): BaseImage {
    const image = findBase(bases, base)
    if (!image)
      throw new Error(`the base ${base.reference} was not resolved: ask basesOf until nothing is missing`)
    return image
  }

  /** The labels that were asked for are the image's alone, and no step of its own. */
  function labelled(stage: PlannedStage): PlannedStage {
    if (stage.number !== target || Object.keys(options.labels).length === 0) return stage
    const settings: ImageSettings = {
      ...stage.settings,
      Labels: { ...stage.settings.Labels, ...options.labels },
    }
    return { ...stage, settings }
  }

  function kept(): readonly Warning[] {
    const told = new Set<string>()
    return keptWarnings(warnings, dockerfile).filter(({ rule, message, place }) => {
      const key = `${rule} ${place.line} ${message}`
      return !told.has(key) && told.add(key)
    })
  }
}
