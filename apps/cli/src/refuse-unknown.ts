import type { Command } from 'commander'

/**
 * A word behind a command that has others below it, and takes none itself, is one of those that there is not: says so,
 * where commander counts arguments.
 */
export function refuseUnknown(program: Command): void {
  for (const group of groupsOf(program)) group.allowExcessArguments()
  program.hook('preAction', (_program, action) => {
    const [word] = action.args
    if (word === undefined || !takesNone(action)) return
    const known = action.commands.map((command) => command.name()).join(', ')
    action.error(
      `error: unknown command '${action.name()} ${word}': choose of ${known}${elsewhere(program, word)}`,
    )
  })
}

/** The same word below another command is probably what was meant. */
function elsewhere(program: Command, word: string): string {
  const groups = program.commands.filter(({ commands }) => commands.some((one) => one.name() === word))
  return groups.map((group) => `; or berth ${group.name()} ${word}`).join('')
}

function groupsOf(program: Command): readonly Command[] {
  return program.commands.flatMap((command) => [
    ...(takesNone(command) ? [command] : []),
    ...groupsOf(command),
  ])
}

function takesNone(command: Command): boolean {
  return command.commands.length > 0 && command.registeredArguments.length === 0
}
