import { Command } from 'commander'
import { addApiCommands } from './api-commands.ts'
import { addPlatformCommands } from './platform-commands.ts'

export type Program = Command

/** Every command of `./berth`. Also the source of docs/reference/cli.md. Throws a CommanderError instead of exiting. */
export function createProgram(): Program {
  const program = new Command('berth')
    .description('Berth: a self-hosted container platform')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'berth: ')) })
    .enablePositionalOptions()
  addPlatformCommands(program.commandsGroup('On this machine:'))
  addApiCommands(program.commandsGroup('On a platform:'))
  return program
}
