import type { Socket } from 'socket.io-client'
import { ask } from '../../../live/socket.ts'
import type { ShellDoor } from '../../app/shell/terminal-session.ts'

/** A kept shell of a sandbox, by the number of its tab: it is the same one from every browser. */
export function sandboxDoor(
  socket: Socket,
  tab: { sandbox: string; number: number; container: string },
): ShellDoor {
  return {
    open: async (size) => {
      await ask(socket, 'open', { ...tab, ...size })
    },
    over: () => false,
  }
}
