import type { Command } from 'commander'

const HELP = ['--help', '-h']

/**
 * Leaves out `--help` behind a command that there is not: the help of another one is no answer, what is meant by the
 * word is. Commands that only say what to use instead have no help of their own either.
 */
export function withoutVainHelp(program: Command, words: readonly string[]): readonly string[] {
  return isThere(program, words) ? words : words.filter((word) => !HELP.includes(word))
}

function isThere(command: Command, [word, ...rest]: readonly string[]): boolean {
  if (word === undefined || word.startsWith('-') || command.commands.length === 0) return true
  if (word === 'help') return true
  const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word))
  return next !== undefined && !isHint(command, next) && isThere(next, rest)
}

function isHint(parent: Command, command: Command): boolean {
  return !parent.createHelp().visibleCommands(parent).includes(command)
}
