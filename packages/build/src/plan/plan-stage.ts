import { type StageInstruction, spendWork } from '@berth/dockerfile'
import type { BuildStep, PlannedStage, StageBase } from './build-plan.ts'
import { keyText } from './key-text.ts'
import type { StageScope } from './scope/stage-scope.ts'
import { stepTitle } from './step-title.ts'
import { applyInstruction } from './steps/apply-instruction.ts'
import type { StepContext } from './steps/step-context.ts'

export type StageRequest = {
  readonly number: number
  readonly name: string
  readonly base: StageBase
  readonly needs: readonly number[]
  /** where it begins */
  readonly scope: StageScope
  readonly triggers: readonly StageInstruction[]
  readonly instructions: readonly StageInstruction[]
  /** whether titles name the stage: not when it is the only one */
  readonly isNamed: boolean
}

/** Walks the instructions of one stage, each in the scope that those before it leave. Error: dockerfile.invalid. */
export function planStage(
  request: StageRequest,
  context: StepContext,
): { readonly stage: PlannedStage; readonly scope: StageScope } {
  const { number, name, base, needs } = request
  const instructions = [...request.triggers, ...request.instructions]
  const first = base.kind === 'image' ? 1 : 0
  const walked: (Omit<BuildStep, 'title'> & { readonly instruction: StageInstruction })[] = []
  let { scope } = request
  for (const instruction of instructions) {
    const { scope: next, action, createdBy } = applyInstruction(instruction, scope, context)
    const text = action === null ? '' : keyText(action, context.options.args)
    spendWork(context.work, createdBy.length + text.length + sizeOf(next), instruction.place)
    walked.push({
      id: `${number}.${walked.length}`,
      place: instruction.place,
      action,
      history: historyOf(createdBy, action === null, next.settings.author),
      settings: next.settings,
      keyText: text,
      instruction,
    })
    scope = next
  }
  const total = first + walked.filter(({ action }) => action !== null).length
  let position = first
  const steps = walked.map(({ instruction, ...step }, at): BuildStep => {
    const title = stepTitle(instruction, {
      stage: request.isNamed ? name : null,
      position: step.action === null ? null : ++position,
      total,
      isTrigger: at < request.triggers.length,
    })
    return { ...step, title }
  })
  const { settings } = scope
  return {
    stage: { number, name, base, platform: context.platform, needs, steps, settings },
    scope,
  }
}

/** What each step copies of its scope, so that it counts. */
function sizeOf({ variables, settings }: StageScope): number {
  const { ExposedPorts = {}, Labels = {}, Volumes = {} } = settings
  return variables.size + [ExposedPorts, Labels, Volumes].flatMap((each) => Object.keys(each)).length
}

function historyOf(createdBy: string, isEmpty: boolean, author: string | undefined): BuildStep['history'] {
  return {
    created_by: createdBy,
    comment: 'buildkit.dockerfile.v0',
    ...(author !== undefined && { author }),
    ...(isEmpty && { empty_layer: true }),
  }
}
