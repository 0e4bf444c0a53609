import type { BuildPlanView } from '@berth/protocol'
import type { BuildPlan } from '../../plan/build-plan.ts'
import type { ChosenRecipe } from '../../recipe/choose-recipe.ts'
import type { SourceSettings } from '../../recipe/read-settings.ts'

const MOST_STEPS = 500

/** A plan, as people are shown it before it runs. Pure. */
export function planView(
  plan: BuildPlan,
  { file, stack }: ChosenRecipe,
  { lines }: SourceSettings,
): BuildPlanView {
  const steps = plan.stages.flatMap((stage) =>
    stage.steps.map(({ title, place }) => ({
      name: title.slice(0, 200),
      command: place.text.slice(0, 2000),
    })),
  )
  const ports = Object.keys(plan.stages[plan.target]?.settings.ExposedPorts ?? {})
  const port = Number.parseInt(ports[0] ?? '', 10)
  return {
    kind: stack ? 'stack' : 'dockerfile',
    name: stack?.name ?? file,
    because: stack?.because ?? `the source has ${file}`,
    steps: steps.slice(0, MOST_STEPS),
    processes: Object.fromEntries(Object.entries(lines).map(([name, line]) => [name, line.slice(0, 2000)])),
    port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : null,
    facts: (stack?.facts ?? []).map(({ name, value }) => ({ name, value: value.slice(0, 300) })),
  }
}
