import { FRAME, type Frame } from '@berth/protocol'
import type { WebSocket } from 'ws'
import { type ControlStream, openControlStream } from './control-stream.ts'
import type { BerthSocket } from './socket.ts'
import { LOST, REVOKED } from './stream-end.ts'
import { limitUnread } from './unread.ts'
import type { Use, Watchdog } from './watchdog.ts'

/** The one stream that a socket looks at: it ends with the socket, with the right to it, or when another is opened. */
export type Viewing = {
  readonly stream: ControlStream | undefined
  /** Waits until control has accepted; frames of a stream that was replaced are passed over. */
  open(ws: WebSocket, use: Use, onFrame: (frame: Frame) => void): Promise<void>
  end(): void
}

export function createViewing(socket: BerthSocket, watchdog: Watchdog): Viewing {
  let current: { readonly stream: ControlStream; readonly use: Use } | undefined
  let turn = 0
  const mayTake = limitUnread(socket)
  const end = () => {
    turn++ // whoever is still opening comes too late
    current?.stream.close()
    current = undefined
  }
  const stop = watchdog.watch({
    actor: socket.data.actor,
    uses: () => (current === undefined ? [] : [current.use]),
    onRevoked: () => {
      socket.emit('end', REVOKED)
      socket.disconnect(true)
    },
  })
  socket.on('disconnect', () => {
    stop()
    end()
  })

  return {
    get stream() {
      return current?.stream
    },
    async open(ws, use, onFrame) {
      end()
      const mine = turn
      const stream = await openControlStream(ws, {
        onFrame: (frame) => {
          if (turn !== mine || !mayTake(frame.payload.length)) return
          if (frame.kind === FRAME.end) end()
          onFrame(frame)
        },
        onClosed: () => {
          if (turn !== mine) return
          end()
          socket.emit('end', LOST)
        },
      })
      if (turn === mine && socket.connected) current = { stream, use }
      else stream.close()
    },
    end,
  }
}
