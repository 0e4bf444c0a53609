import { BerthError } from '@berth/core'
import { CommanderError } from 'commander'
import { separateCommand } from './arguments/separate-command.ts'
import { UsageError } from './arguments/usage-error.ts'
import { withoutVainHelp } from './arguments/vain-help.ts'
import { messageOf, say } from './output.ts'
import { createProgram } from './program.ts'
import { endWithReader } from './terminal/end-with-reader.ts'
import { TimedOut } from './waiting/time-limit.ts'

const REFUSED = 1
const USAGE = 2
/** as of timeout(1) */
const TIMED_OUT = 124

endWithReader()
try {
  const program = createProgram()
  const words = withoutVainHelp(program, separateCommand(process.argv.slice(2)))
  await program.parseAsync(words, { from: 'user' })
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : USAGE
  } else {
    say(`berth: ${messageOf(error)}`)
    process.exitCode = codeOf(error)
  }
}

function codeOf(error: unknown): number {
  if (error instanceof UsageError) return USAGE
  if (error instanceof TimedOut) return TIMED_OUT
  return commandCode(error) ?? REFUSED
}

/** `exec` of what cannot be executed ends as in a shell: 127 when it is not there, 126 when it may not run. */
function commandCode(error: unknown): number | undefined {
  if (!(error instanceof BerthError) || error.code !== 'runtime.exec_failed') return undefined
  const { exitCode } = error.details
  return typeof exitCode === 'number' ? exitCode : undefined
}

process.exit() // idle connections are not waited for; what was written to a pipe or a file is already there
