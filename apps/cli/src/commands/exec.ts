import { runTerminal } from '../live/terminal.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export type ExecOptions = SessionOptions & {
  readonly interactive?: boolean
  readonly tty?: boolean
  readonly instance?: string
}

/** Exits with the command's own code. Without a command: a login shell. */
export async function exec(app: string, argv: readonly string[], options: ExecOptions): Promise<void> {
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
