import { BerthError } from '@berth/core'
import { UsageError } from '../arguments/usage-error.ts'
import { runTerminal } from '../live/terminal.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export type ExecOptions = SessionOptions & {
  readonly interactive?: boolean
  readonly tty?: boolean
  readonly instance?: string
}

/** Exits with the command's own code. Without a command, but with input: a login shell. */
export async function exec(app: string, argv: readonly string[], options: ExecOptions): Promise<void> {
  refuseWhatEndsAtOnce(app, argv, options)
  const session = await openSession(options)
  process.exitCode = await runTerminal(session, {
    tenant: await session.tenant(),
    app,
    tty: options.tty ?? false,
    stdin: options.interactive ?? false,
    ...(argv.length > 0 && { argv }),
    ...(options.instance && { containerId: options.instance }),
  })
}

/** A shell without input, or with a terminal that is not there, would end silently. */
function refuseWhatEndsAtOnce(app: string, argv: readonly string[], { interactive, tty }: ExecOptions): void {
  if (argv.length === 0 && !interactive) {
    throw new UsageError(
      `exec needs a command, as in berth exec ${app} -- ls -l; for a shell: berth exec ${app} -it`,
    )
  }
  if (!interactive || !tty || process.stdin.isTTY) return
  throw new BerthError(
    'input.invalid',
    'the input is no terminal: leave -t out to pass it on, or run this in a terminal',
  )
}
