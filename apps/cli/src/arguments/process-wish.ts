import { given } from './given.ts'
import { type HealthFlags, parseHealth } from './health.ts'
import { commandOf } from './process-commands.ts'
import { UsageError } from './usage-error.ts'

export type ProcessFlags = HealthFlags & {
  /** as a line; empty: the image's own */
  readonly command?: string
  readonly replicas?: number
  readonly port?: number
  readonly cpu?: number
  /** bytes */
  readonly memory?: number
  readonly disk?: number
  readonly pids?: number
  /** false by --no-limits */
  readonly limits?: boolean
}

/** What the flags ask of a process; `words` is its command where it follows them. Error: UsageError. */
export function parseProcessWish(name: string, words: readonly string[], flags: ProcessFlags) {
  const { replicas, port, cpu, memory, disk, pids } = flags
  const own = given({ cpu, memory, disk, pids })
  const hasOwn = Object.keys(own).length > 0
  if (hasOwn && flags.limits === false) throw new UsageError('say limits, or --no-limits')
  const wish = {
    ...given({ replicas, port, command: wishedCommand(words, flags.command), health: parseHealth(flags) }),
    ...(hasOwn && { limits: own }),
    ...(flags.limits === false && { limits: null }),
  }
  if (Object.keys(wish).length > 0) return wish
  throw new UsageError(`say what is to be set of ${name}: --port, --health-path, --memory, … or -- CMD…`)
}

/** Null: the image's own; undefined: as it was. */
function wishedCommand(words: readonly string[], line: string | undefined): string[] | null | undefined {
  if (words.length > 0 && line !== undefined) throw new UsageError('say --command or -- CMD…, not both')
  if (words.length > 0) return [...words]
  if (line === undefined) return undefined
  return line.trim() === '' ? null : commandOf(line.trim())
}
