import { CommanderError } from 'commander'
import { UsageError } from './arguments/usage-error.ts'
import { messageOf, say } from './output.ts'
import { createProgram } from './program.ts'

const REFUSED = 1
const USAGE = 2

try {
  await createProgram().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : USAGE
  } else {
    say(`berth: ${messageOf(error)}`)
    process.exitCode = error instanceof UsageError ? USAGE : REFUSED
  }
}
process.exit() // idle connections are not waited for; what was written to a pipe or a file is already there
