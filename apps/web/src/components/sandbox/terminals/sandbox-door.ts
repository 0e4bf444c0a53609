import type { SandboxOpened } from '@berth/protocol'
import type { Socket } from 'socket.io-client'
import { ask } from '../../../live/socket.ts'
import type { ShellDoor } from '../../app/shell/terminal-session.ts'

/** A kept shell of a sandbox, by the number of its tab: it is the same one from every browser. */
export function sandboxDoor(options: {
  socket: Socket
  tab: { sandbox: string; number: number; container: string }
  onOpened: (opened: SandboxOpened) => void
}): ShellDoor {
  const { socket, tab, onOpened } = options
  return {
    open: async ({ cols, rows }) =>
      onOpened(await ask<SandboxOpened>(socket, 'open', { ...tab, cols, rows })),
    over: () => false,
  }
}
