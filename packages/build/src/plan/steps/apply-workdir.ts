import type { WorkdirInstruction } from '@berth/dockerfile'
import type { StageScope } from '../scope/stage-scope.ts'
import { fill } from './fill.ts'
import { absolutePath } from './paths.ts'
import type { Effect, StepContext } from './step-context.ts'

/** The folder is made when it is not there, by the user of that moment. */
export function applyWorkdir(
  instruction: WorkdirInstruction,
  scope: StageScope,
  context: StepContext,
): Effect {
  const path = fill(instruction.path, instruction.place, scope, context)
  if (!scope.hasWorkdir && !path.startsWith('/'))
    context.warn({
      rule: 'WorkdirRelativePath',
      message: `the folder "${path}" depends on where the base works: begin it with /`,
      place: instruction.place,
    })
  const WorkingDir = absolutePath(scope.settings.WorkingDir ?? '/', path)
  const user = scope.settings.User || null
  return {
    scope: { ...scope, settings: { ...scope.settings, WorkingDir }, hasWorkdir: true },
    action: WorkingDir === '/' ? null : { kind: 'directory', path: WorkingDir, user },
    createdBy: `WORKDIR ${WorkingDir}`,
  }
}
