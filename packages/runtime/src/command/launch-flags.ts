import { BerthError } from '@berth/core'
import type { ProcessConfig } from '@berth/oci'
import { LAUNCH } from '../plan/operation.ts'

/** What is asked for about whoever launches a process: see CreateRequest. */
export type Attendance = { readonly stays: boolean; readonly consoleSocket: string | undefined }

/**
 * Flags of `attend`. A terminal's other end is given to the socket that was named for it; else the launcher stays with
 * it, and is the terminal's other end itself. Error: input.invalid, for a terminal that nobody would hold.
 */
export function launchFlags({ terminal }: Pick<ProcessConfig, 'terminal'>, attendance: Attendance): number {
  const { stays, consoleSocket } = attendance
  if (terminal && !stays && consoleSocket === undefined) {
    throw new BerthError(
      'input.invalid',
      'process.terminal needs --console-socket, which is given the terminal of a process in the background',
    )
  }
  return (stays ? LAUNCH.stays : 0) | (terminal && consoleSocket === undefined ? LAUNCH.relays : 0)
}
