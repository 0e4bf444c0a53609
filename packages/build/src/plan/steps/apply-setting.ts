import {
  type MaintainerInstruction,
  type OnbuildInstruction,
  refuse,
  type StopsignalInstruction,
  type UserInstruction,
  type VolumeInstruction,
} from '@berth/dockerfile'
import type { StageScope } from '../scope/stage-scope.ts'
import { fill } from './fill.ts'
import type { Effect, StepContext } from './step-context.ts'
import { withSettings } from './with-settings.ts'

export function applyUser(instruction: UserInstruction, scope: StageScope, context: StepContext): Effect {
  const User = fill(instruction.user, instruction.place, scope, context)
  return withSettings(scope, { User }, `USER ${User}`)
}

export function applyVolume(instruction: VolumeInstruction, scope: StageScope, context: StepContext): Effect {
  const paths = instruction.paths.map((path) => fill(path, instruction.place, scope, context))
  if (paths.includes('')) throw refuse(instruction.place, 'a path of VOLUME is empty')
  const Volumes = { ...scope.settings.Volumes, ...Object.fromEntries(paths.map((path) => [path, {}])) }
  return withSettings(scope, { Volumes }, `VOLUME [${paths.join(' ')}]`)
}

const SIGNAL =
  /^(?:SIG)?(?:HUP|INT|QUIT|ILL|TRAP|ABRT|IOT|BUS|FPE|KILL|USR1|SEGV|USR2|PIPE|ALRM|TERM|STKFLT|CHLD|CLD|CONT|STOP|TSTP|TTIN|TTOU|URG|XCPU|XFSZ|VTALRM|PROF|WINCH|IO|POLL|PWR|SYS|RTMIN(?:\+\d{1,2})?|RTMAX(?:-\d{1,2})?)$/

export function applyStopsignal(
  instruction: StopsignalInstruction,
  scope: StageScope,
  context: StepContext,
): Effect {
  const StopSignal = fill(instruction.signal, instruction.place, scope, context)
  const isNumber = /^\d+$/.test(StopSignal) && Number(StopSignal) >= 1 && Number(StopSignal) <= 64
  if (!isNumber && !SIGNAL.test(StopSignal.toUpperCase()))
    throw refuse(instruction.place, `"${StopSignal}" is not a signal`)
  return withSettings(scope, { StopSignal }, `STOPSIGNAL ${StopSignal}`)
}

export function applyOnbuild(instruction: OnbuildInstruction, scope: StageScope): Effect {
  const OnBuild = [...(scope.settings.OnBuild ?? []), instruction.trigger]
  return withSettings(scope, { OnBuild }, `ONBUILD ${instruction.trigger}`)
}

export function applyMaintainer(instruction: MaintainerInstruction, scope: StageScope): Effect {
  return withSettings(scope, { author: instruction.author }, `MAINTAINER ${instruction.author}`)
}
