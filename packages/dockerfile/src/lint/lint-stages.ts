import type { Stage } from '../ast/dockerfile.ts'
import type { Command } from '../ast/argument.ts'
import type { StageInstruction } from '../ast/instruction.ts'
import type { Warning } from '../ast/place.ts'
import { warning } from './warning.ts'

const ONCE: readonly StageInstruction['kind'][] = ['cmd', 'entrypoint', 'healthcheck']

/** MultipleInstructionsDisallowed, JSONArgsRecommended: what depends on the instructions before it in its stage. */
export function lintStages(stages: readonly Stage[]): Warning[] {
  return stages.flatMap(({ instructions }) => [
    ...ONCE.flatMap((kind) => lintOnce(instructions, kind)),
    ...lintShellForm(instructions),
  ])
}

function lintOnce(instructions: readonly StageInstruction[], kind: StageInstruction['kind']): Warning[] {
  return instructions
    .filter((instruction) => instruction.kind === kind)
    .slice(0, -1)
    .map(({ place }) =>
      warning(
        'MultipleInstructionsDisallowed',
        place,
        `the stage has another ${kind.toUpperCase()} below, which alone counts`,
      ),
    )
}

/** A shell that is chosen by SHELL is wanted, one that nobody chose swallows the signal to stop. */
function lintShellForm(instructions: readonly StageInstruction[]): Warning[] {
  const shellAt = instructions.findIndex(({ kind }) => kind === 'shell')
  return instructions
    .slice(0, shellAt < 0 ? undefined : shellAt)
    .filter((instruction) => isInShellForm(instruction))
    .map(({ kind, place }) =>
      warning(
        'JSONArgsRecommended',
        place,
        `${kind.toUpperCase()} is better a JSON array, so that the program itself gets the signals and no shell`,
      ),
    )
}

function isInShellForm(instruction: StageInstruction): boolean {
  const hasShellForm = (command: Command) => command.form === 'shell'
  return (
    (instruction.kind === 'cmd' || instruction.kind === 'entrypoint') && hasShellForm(instruction.command)
  )
}
