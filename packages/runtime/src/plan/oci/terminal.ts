import type { ProcessConfig } from '@berth/oci'
import type { Operation } from '../operation.ts'

/** Standard streams are the caller's, or a terminal of the container's own; `console`: it is /dev/console as well. */
export function terminalOperation({ terminal, consoleSize }: ProcessConfig, console: boolean): Operation {
  if (!terminal) return { op: 'stdio' }
  return {
    op: 'pty',
    cols: consoleSize?.width ?? 0,
    rows: consoleSize?.height ?? 0,
    console: console ? 1 : 0,
  }
}
