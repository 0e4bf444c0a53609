import type { EnvInstruction, LabelInstruction, Pair } from '@berth/dockerfile'
import { refuse } from '@berth/dockerfile'
import { type StageScope, splitPair } from '../scope/stage-scope.ts'
import { fill } from './fill.ts'
import type { Effect, StepContext } from './step-context.ts'
import { withSettings } from './with-settings.ts'

/** All values are filled in before any is set: `ENV a=1 b=$a` has the old `a` in `b`. */
export function applyEnv(instruction: EnvInstruction, scope: StageScope, context: StepContext): Effect {
  const pairs = filledPairs(instruction.pairs, scope, context)
  const env = new Map((scope.settings.Env ?? []).map(splitPair))
  const variables = new Map(scope.variables)
  for (const [name, value] of pairs) {
    env.set(name, value)
    variables.set(name, value)
  }
  const Env = [...env].map(([name, value]) => `${name}=${value}`)
  return withSettings({ ...scope, variables }, { Env }, `ENV ${joined(pairs)}`)
}

export function applyLabel(instruction: LabelInstruction, scope: StageScope, context: StepContext): Effect {
  const pairs = filledPairs(instruction.pairs, scope, context)
  const Labels = { ...scope.settings.Labels, ...Object.fromEntries(pairs) }
  return withSettings(scope, { Labels }, `LABEL ${joined(pairs)}`)
}

function filledPairs(pairs: readonly Pair[], scope: StageScope, context: StepContext): [string, string][] {
  return pairs.map(({ name, value, place }) => {
    const filled = fill(name, place, scope, context)
    if (filled === '') throw refuse(place, `the name "${name}" is empty`)
    return [filled, fill(value, place, scope, context)]
  })
}

function joined(pairs: readonly [string, string][]): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join(' ')
}
