import type { Wire } from '@berth/protocol'
import type { WebSocket } from 'ws'

const PING_MS = 15_000

/** A websocket as the peer wants it. A side that answers no ping is gone, though TCP may not know it for minutes. */
export function websocketWire(socket: WebSocket): Wire {
  let alive = true
  const ping = setInterval(() => {
    if (!alive) return socket.terminate()
    alive = false
    socket.ping()
  }, PING_MS)
  socket.on('pong', () => {
    alive = true
  })
  socket.on('error', () => socket.terminate()) // `close` follows
  socket.on('close', () => clearInterval(ping))

  return {
    send: (data) => socket.send(data),
    onMessage: (listener) =>
      void socket.on('message', (data, isBinary) => {
        alive = true
        const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)
        listener(isBinary ? bytes : bytes.toString('utf8'))
      }),
    onClose: (listener) => void socket.once('close', listener),
    close: () => socket.close(),
  }
}
