import type { ImageConfig } from '@berth/oci'
import type { BuildPlan, PlannedStage } from './build-plan.ts'

/** The configuration of the image that a plan ends with. `created`: ISO 8601. `diffIds`: of all layers, lowest first. */
export function imageConfigOf(
  plan: BuildPlan,
  layers: { readonly created: string; readonly diffIds: readonly string[] },
): ImageConfig {
  const chain = stageChain(plan)
  const last = chain.at(-1)
  const base = chain[0]?.base
  const inherited = base?.kind === 'image' ? base.image.config : undefined
  const { author, ...config } = last?.settings ?? {}
  const [os = 'linux', architecture = '', variant] = (last?.platform ?? '').split('/')
  const steps = chain.flatMap((stage) => stage.steps)
  return {
    created: layers.created,
    ...(author !== undefined && { author }),
    architecture,
    os,
    ...(variant !== undefined && { variant }),
    config: structuredClone(config) as NonNullable<ImageConfig['config']>, // the same fields, which the schema does not call readonly
    rootfs: { type: 'layers', diff_ids: [...layers.diffIds] },
    history: [
      ...(inherited?.history ?? []),
      ...steps.map(({ history }) => ({ created: layers.created, ...history })),
    ],
  }
}

/** The stages that the target is built on, lowest first: their layers follow each other. */
export function stageChain(plan: BuildPlan): readonly PlannedStage[] {
  const chain: PlannedStage[] = []
  for (let stage = plan.stages[plan.target]; stage; stage = below(stage)) chain.unshift(stage)
  return chain

  function below({ base }: PlannedStage): PlannedStage | undefined {
    return base.kind === 'stage' ? plan.stages[base.stage] : undefined
  }
}
