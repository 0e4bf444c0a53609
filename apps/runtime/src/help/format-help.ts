import { BerthError } from '@berth/core'
import { COMMAND_HELP, GLOBAL_HELP } from './commands.ts'
import { formatOptions } from './option-help.ts'

/** What `--help` prints. */
export function formatHelp(): string {
  const width = Math.max(...Object.keys(COMMAND_HELP).map((name) => name.length))
  const commands = Object.entries(COMMAND_HELP).map(([name, { does }]) => `  ${name.padEnd(width)}  ${does}`)
  return lines([
    GLOBAL_HELP.does,
    '',
    `berth-runtime [OPTION…] ${GLOBAL_HELP.words}`,
    '',
    ...formatOptions(GLOBAL_HELP),
    '',
    ...commands,
    '',
    'berth-runtime COMMAND --help prints what a command takes.',
  ])
}

/** What `NAME --help` prints. Error: input.invalid for a command that does not exist. */
export function formatCommandHelp(name: string): string {
  const help = COMMAND_HELP[name]
  if (!help) throw new BerthError('input.invalid', `unknown command "${name}": see berth-runtime --help`)
  const options = formatOptions(help)
  const usage = ['berth-runtime', name, options.length > 0 ? '[OPTION…]' : '', help.words]
  return lines([
    help.does,
    '',
    usage.filter((word) => word !== '').join(' '),
    ...(options.length > 0 ? ['', ...options] : []),
  ])
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`
}
