import { Command, CommanderError } from 'commander'
import { addApiCommands } from './api-commands.ts'
import { UsageError } from './arguments/usage-error.ts'
import { messageOf, say } from './output.ts'
import { addPlatformCommands } from './platform-commands.ts'

const REFUSED = 1
const USAGE = 2

const program = new Command('berth')
  .description('Berth: a self-hosted container platform')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'berth: ')) })
  .enablePositionalOptions()

addPlatformCommands(program)
addApiCommands(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : USAGE
  } else {
    say(`berth: ${messageOf(error)}`)
    process.exitCode = error instanceof UsageError ? USAGE : REFUSED
  }
}
process.exit() // idle connections are not waited for; what was written to a pipe or a file is already there
