import type { ExecOverrides } from './exec-process.ts'

export type ExecRequest = {
  readonly id: string
  /** the text of a process as in config.json; else the container's own with these changes */
  readonly process: string | undefined
  readonly overrides: ExecOverrides
  readonly detach: boolean
  /** a container that is paused is entered, and the process waits in it */
  readonly evenPaused: boolean
  readonly pidFile: string | undefined
  readonly consoleSocket: string | undefined
  readonly preserved: number
  readonly listening: number
}
