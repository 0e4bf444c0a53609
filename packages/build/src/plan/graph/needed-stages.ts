import { type Dockerfile, parseTrigger, type StageInstruction, type Work } from '@berth/dockerfile'
import type { BaseImage, BaseRequest } from '../base-image.ts'
import type { PlanOptions } from '../plan-options.ts'
import type { GlobalArgs } from '../scope/global-args.ts'
import { settingsOfImage } from '../settings-of-image.ts'
import { type NamedBase, readBase } from './read-base.ts'
import { originOf, targetStage } from './resolve-stage.ts'
import { namesRead } from './stage-reads.ts'

/** A stage that the target needs. */
export type NeededStage = {
  /** in the file */
  readonly index: number
  readonly base: NamedBase
  /** its triggers first, then its own */
  readonly triggers: readonly StageInstruction[]
  /** indexes of the stages that it is built on or reads */
  readonly needs: ReadonlySet<number>
  readonly platform: string
}

export type Known = {
  readonly dockerfile: Dockerfile
  readonly options: PlanOptions
  readonly globals: GlobalArgs
  readonly work: Work
  readonly bases: readonly BaseImage[]
}

/**
 * The stages that the target needs, by their index in the file, and the bases among them that are not known yet: what
 * those trigger may need more stages. Error: dockerfile.invalid.
 */
export function neededStages(known: Known): {
  readonly stages: ReadonlyMap<number, NeededStage>
  readonly missing: readonly BaseRequest[]
} {
  const stages = new Map<number, NeededStage>()
  const missing: BaseRequest[] = []
  visit(targetStage(known.dockerfile, known.options.target).index)
  return { stages: new Map([...stages].toSorted(([a], [b]) => a - b)), missing }

  function visit(index: number): void {
    const stage = known.dockerfile.stages[index]
    if (!stage || stages.has(index)) return
    const base = readBase(stage, known)
    if (base.kind === 'stage') visit(base.index)
    const platform = base.kind === 'stage' ? (stages.get(base.index)?.platform ?? '') : base.platform
    const triggers = triggersOf(base).map((text) => parseTrigger(text, stage.from.place))
    const reads = [...triggers, ...stage.instructions].flatMap(namesRead).flatMap((from) => {
      const origin = originOf(known.dockerfile.stages, from, { index, platform })
      return origin.kind === 'stage' ? [origin.stage] : []
    })
    const needs = new Set([...(base.kind === 'stage' ? [base.index] : []), ...reads])
    stages.set(index, { index, base, triggers, needs, platform })
    for (const read of reads) visit(read)
    if (base.kind === 'image' && !findBase(known.bases, base))
      missing.push({ reference: base.reference, platform: base.platform, place: stage.from.place })
  }

  function triggersOf(base: NamedBase): readonly string[] {
    if (base.kind === 'image') {
      const image = findBase(known.bases, base)
      return image ? (settingsOfImage(image.config).OnBuild ?? []) : []
    }
    if (base.kind === 'scratch') return []
    return (known.dockerfile.stages[base.index]?.instructions ?? []).flatMap((instruction) =>
      instruction.kind === 'onbuild' ? [instruction.trigger] : [],
    )
  }
}

export function findBase(
  bases: readonly BaseImage[],
  wanted: { readonly reference: string; readonly platform: string },
): BaseImage | undefined {
  return bases.find(
    ({ reference, platform }) => reference === wanted.reference && platform === wanted.platform,
  )
}
