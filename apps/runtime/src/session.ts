import type { CommandContext } from '@berth/runtime/command/context'
import type { Env } from './env.ts'

/** What every command is given. */
type Session = {
  readonly context: CommandContext
  readonly env: Env
  /** a line of results on stdout */
  readonly print: (line: string) => void
}

/** Takes the words behind its name, resolves with the exit code. */
export type Command = (session: Session, argv: readonly string[]) => Promise<number>
