import type { ArgInstruction } from '@berth/dockerfile'
import { givenArg } from '../scope/global-args.ts'
import type { StageScope } from '../scope/stage-scope.ts'
import { fill } from './fill.ts'
import type { Effect, StepContext } from './step-context.ts'

/** A value comes from `--build-arg`, else from the default, else from the ARG above the first FROM. */
export function applyArg(instruction: ArgInstruction, scope: StageScope, context: StepContext): Effect {
  const variables = new Map(scope.variables)
  const args = new Map(scope.args)
  const texts: string[] = []
  for (const { name, value, place } of instruction.args) {
    const known =
      givenArg(context.options, name) ??
      (value === null
        ? context.globals.get(name)
        : fill(value, place, { ...scope, variables, args }, context))
    if (known !== undefined) variables.set(name, known)
    args.set(name, known)
    texts.push(known === undefined ? name : `${name}=${known}`)
  }
  return { scope: { ...scope, variables, args }, action: null, createdBy: `ARG ${texts.join(' ')}` }
}
