import { createTurns } from '@berth/core'
import type { BuildPlan, BuildStep, PlannedStage } from '../plan/build-plan.ts'
import type { CacheMounts } from './cache/cache-mounts.ts'
import { cacheKey } from './cache/cache-key.ts'
import type { KeptLayer, StepCache } from './cache/step-cache.ts'
import { type Chain, EMPTY_CHAIN } from './layers/chain.ts'
import type { Packer } from './layers/packer.ts'
import type { Base, Bases } from './plan/bases.ts'
import { performStep } from './steps/perform-step.ts'
import type { StepAction } from '../plan/step-action.ts'
import { readKey, type Reads } from './steps/read-key.ts'
import type { StepAt } from './steps/step-at.ts'
import { stepFailure } from './steps/step-failure.ts'
import type { Origins } from './steps/open-origin.ts'
import type { Site } from './site.ts'

/** They share the limits of the build: of a hundred stages at once none would have enough. */
export const STEPS_AT_ONCE = 2

/** What became of a plan. */
export type GraphResult = {
  readonly chain: Chain
  /** steps that made a layer now, and that an earlier build had made */
  readonly ran: number
  readonly cached: number
}

/**
 * Runs the stages of a plan, each as soon as what it reads is there. The first failure ends the others. Errors:
 * BuildFailed; those of a pull.
 */
export async function runGraph(options: {
  readonly site: Site
  readonly plan: BuildPlan
  readonly bases: Bases
  readonly cache: StepCache
  readonly caches: CacheMounts
  readonly packer: Packer
}): Promise<GraphResult> {
  const { plan, bases, cache, packer } = options
  const failed = new AbortController()
  const site = { ...options.site, signal: AbortSignal.any([options.site.signal, failed.signal]) }
  const { spec, output } = site
  const [tenant, build] = [spec.tenant.id, spec.id]
  const shipped = stagesOfImage(plan)
  const numbers = new Map(plan.stages.flatMap(({ steps }) => steps).map(({ id }, i) => [id, i + 1]))
  const results = new Map<number, Promise<Chain>>()
  const turns = createTurns({ all: STEPS_AT_ONCE })
  let [ran, cached] = [0, 0]

  const origins: Origins = {
    async chainOf(origin) {
      if (origin.kind === 'stage') return chainOfStage(origin.stage)
      return imageChain(await bases.find(origin))
    },
  }

  for (const stage of plan.stages) {
    const result = runStage(stage)
    result.catch((error: unknown) => failed.abort(error))
    results.set(stage.number, result)
  }
  const ends = await Promise.allSettled(results.values())
  if (failed.signal.aborted) throw failed.signal.reason
  const target = ends.length > 0 ? await chainOfStage(plan.target) : EMPTY_CHAIN
  return { chain: target, ran, cached }

  function chainOfStage(stage: number): Promise<Chain> {
    return results.get(stage) ?? Promise.resolve(EMPTY_CHAIN)
  }

  async function runStage(stage: PlannedStage): Promise<Chain> {
    let chain = await beginning(stage)
    for (const step of stage.steps) {
      if (site.signal.aborted) throw site.signal.reason
      if (step.action === null) output.note(numberOf(step), step.title)
      else {
        const layer = await makeLayer(step, step.action, chain)
        if (shipped.has(stage.number)) packer.begin(layer)
        chain = { ...chain, key: layer.key, steps: [...chain.steps, layer] }
      }
    }
    return chain
  }

  async function beginning({ base }: PlannedStage): Promise<Chain> {
    switch (base.kind) {
      case 'scratch':
        return EMPTY_CHAIN
      case 'stage':
        return chainOfStage(base.stage)
      case 'image':
        return imageChain(await bases.find(base.image))
    }
  }

  async function makeLayer(
    step: BuildStep,
    action: NonNullable<BuildStep['action']>,
    chain: Chain,
  ): Promise<KeptLayer> {
    const number = numberOf(step)
    output.note(number, step.title)
    const at = { number, title: step.title, place: step.place }
    const reads = await readsOf(action, at)
    const key = cacheKey(chain.key, step.keyText, reads.key)
    const found = spec.recipe.noCache ? undefined : cache.take(tenant, build, key)
    if (found) {
      cached += 1
      output.note(number, 'CACHED')
      return found
    }
    const begun = performance.now()
    // what it reads of other stages is there already, so that nobody waits for one who waits here
    const layer = await turns.run(step.id, () => {
      if (site.signal.aborted) throw site.signal.reason
      return telling(number, performStep({ ...options, site, origins, step: at, action, chain, key, reads }))
    })
    await cache.put(tenant, build, layer)
    ran += 1
    output.note(number, `DONE ${((performance.now() - begun) / 1000).toFixed(1)}s`)
    return layer
  }

  /** Of steps side by side, the one that failed says so: those that are ended for it do not. */
  async function telling<T>(number: number, made: Promise<T>): Promise<T> {
    try {
      return await made
    } catch (error) {
      if (!site.signal.aborted) output.note(number, 'ERROR')
      throw error
    }
  }

  async function readsOf(action: StepAction, step: StepAt): Promise<Reads> {
    try {
      return await readKey({ site, origins, action })
    } catch (error) {
      if (site.signal.aborted) throw site.signal.reason
      throw stepFailure(error, { file: site.file, step })
    }
  }

  function numberOf(step: BuildStep): number {
    return numbers.get(step.id) ?? 0
  }
}

function imageChain({ image, local }: Base): Chain {
  return { key: image.digest, base: { digest: image.digest, local }, steps: [] }
}

/** Those whose layers are the image's. */
function stagesOfImage({ stages, target }: BuildPlan): ReadonlySet<number> {
  const numbers = new Set<number>()
  for (let number: number | undefined = target; number !== undefined; ) {
    numbers.add(number)
    const base = stages.find((stage) => stage.number === number)?.base
    number = base?.kind === 'stage' ? base.stage : undefined
  }
  return numbers
}
