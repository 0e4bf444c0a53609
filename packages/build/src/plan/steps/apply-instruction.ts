import type { StageInstruction } from '@berth/dockerfile'
import type { StageScope } from '../scope/stage-scope.ts'
import { applyArg } from './apply-arg.ts'
import { applyCmd, applyEntrypoint, applyShell } from './apply-command.ts'
import { applyEnv, applyLabel } from './apply-pairs.ts'
import { applyHealthcheck } from './apply-healthcheck.ts'
import { applyExpose } from './apply-expose.ts'
import { applyRun } from './apply-run.ts'
import { applyMaintainer, applyOnbuild, applyStopsignal, applyUser, applyVolume } from './apply-setting.ts'
import { applyTransfer } from './apply-transfer.ts'
import { applyWorkdir } from './apply-workdir.ts'
import type { Effect, StepContext } from './step-context.ts'

/** What one instruction does, after all those before it. Error: dockerfile.invalid. */
export function applyInstruction(
  instruction: StageInstruction,
  scope: StageScope,
  context: StepContext,
): Effect {
  switch (instruction.kind) {
    case 'arg':
      return applyArg(instruction, scope, context)
    case 'env':
      return applyEnv(instruction, scope, context)
    case 'label':
      return applyLabel(instruction, scope, context)
    case 'run':
      return applyRun(instruction, scope, context)
    case 'copy':
    case 'add':
      return applyTransfer(instruction, scope, context)
    case 'workdir':
      return applyWorkdir(instruction, scope, context)
    case 'user':
      return applyUser(instruction, scope, context)
    case 'expose':
      return applyExpose(instruction, scope, context)
    case 'volume':
      return applyVolume(instruction, scope, context)
    case 'cmd':
      return applyCmd(instruction, scope)
    case 'entrypoint':
      return applyEntrypoint(instruction, scope)
    case 'shell':
      return applyShell(instruction, scope)
    case 'stopsignal':
      return applyStopsignal(instruction, scope, context)
    case 'healthcheck':
      return applyHealthcheck(instruction, scope)
    case 'onbuild':
      return applyOnbuild(instruction, scope)
    case 'maintainer':
      return applyMaintainer(instruction, scope)
  }
}
