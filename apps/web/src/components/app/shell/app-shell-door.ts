import type { TerminalOpened } from '@berth/protocol'
import type { Socket } from 'socket.io-client'
import { ask } from '../../../live/socket.ts'
import type { shellMemory } from './shell-memory.ts'
import type { ShellDoor } from './terminal-session.ts'

/** A shell in an instance of an app; the one that this tab had before is gone on with. */
export function appShellDoor(options: {
  socket: Socket
  target: { tenant: string; app: string; containerId?: string }
  memory: ReturnType<typeof shellMemory>
}): ShellDoor {
  const { socket, target, memory } = options
  let shell = memory.read()
  const remember = (next: typeof shell) => {
    shell = next
    memory.write(next)
  }
  return {
    open: async (size) => {
      const wanted = { ...target, ...shell, ...size, tty: true }
      const { execId, containerId } = await ask<TerminalOpened>(socket, 'open', wanted)
      remember({ execId, containerId })
    },
    over: () => {
      const had = shell !== null
      remember(null)
      return had
    },
  }
}
