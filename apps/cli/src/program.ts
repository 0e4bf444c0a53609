import { Command } from 'commander'
import { addApiCommands } from './api-commands.ts'
import packageFile from '../package.json' with { type: 'json' }
import { addHints } from './hints.ts'
import { addPlatformCommands } from './platform-commands.ts'
import { refuseUnknown } from './refuse-unknown.ts'

export type Program = Command

const HELP_END = `
First steps: ./berth up, then sign in at the address that it prints. From elsewhere: berth login URL, or the
environment variables BERTH_URL and BERTH_TOKEN. Each command has its own --help.
Developers: ./berth test and ./berth bench.`

/** Every command of `./berth`. Also the source of docs/reference/cli.md. Throws a CommanderError instead of exiting. */
export function createProgram(): Program {
  const program = new Command('berth')
    .description('Berth: a self-hosted container platform')
    .version(packageFile.version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'berth: ')) })
    .enablePositionalOptions()
    .addHelpText('after', HELP_END)
  addPlatformCommands(program.commandsGroup('On this machine:'))
  addApiCommands(program.commandsGroup('On a platform:'))
  program.commandsGroup('Help:').helpCommand('help [command]', 'show the help of a command')
  addHints(program)
  refuseUnknown(program)
  return program
}
