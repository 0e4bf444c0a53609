import type { CmdInstruction, EntrypointInstruction, ShellInstruction } from '@berth/dockerfile'
import type { StageScope } from '../scope/stage-scope.ts'
import { commandWords, quoted } from './shell-words.ts'
import type { Effect } from './step-context.ts'
import { withSettings } from './with-settings.ts'

export function applyCmd(instruction: CmdInstruction, scope: StageScope): Effect {
  const Cmd = commandWords(instruction.command, scope.settings)
  return withSettings({ ...scope, hasCmd: true }, { Cmd }, `CMD ${quoted(Cmd)}`)
}

/** The CMD of a base belongs to the base's ENTRYPOINT, and goes with it. */
export function applyEntrypoint(instruction: EntrypointInstruction, scope: StageScope): Effect {
  const words = commandWords(instruction.command, scope.settings)
  const { Cmd, Entrypoint: _, ...settings } = scope.settings
  const kept = { ...settings, ...(scope.hasCmd && Cmd && { Cmd }) }
  return withSettings(
    { ...scope, settings: kept },
    words.length > 0 ? { Entrypoint: words } : {},
    `ENTRYPOINT ${quoted(words)}`,
  )
}

export function applyShell(instruction: ShellInstruction, scope: StageScope): Effect {
  return withSettings(scope, { Shell: instruction.words }, `SHELL [${instruction.words.join(' ')}]`)
}
