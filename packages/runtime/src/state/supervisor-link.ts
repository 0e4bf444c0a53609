import { createConnection, type Socket } from 'node:net'
import { encodeSignal } from '../attach/frame.ts'

/** The runtime's own connection to a container's supervisor: it ends when the supervisor does. */
export type SupervisorLink = {
  signal(number: number): void
  /** settles when the supervisor is gone, however it went */
  readonly closed: Promise<void>
  /** lets go without an effect on the container */
  detach(): void
}

/** The last one: it went before it took the connection. */
const GONE: readonly string[] = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET']

/** Undefined when no supervisor listens there. Any other failure is thrown: it does not mean that it is gone. */
export function linkSupervisor(socketPath: string): Promise<SupervisorLink | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketPath)
    socket.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : ''
      if (GONE.includes(code)) resolve(undefined)
      else reject(error)
    })
    socket.once('connect', () => resolve(wrap(socket)))
  })
}

function wrap(socket: Socket): SupervisorLink {
  let detached = false
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      if (!detached) resolve()
    })
  })
  socket.removeAllListeners('error')
  socket.on('error', () => socket.destroy()) // `close` follows, and tells
  socket.resume()
  return {
    closed,
    signal: (number) => void socket.write(encodeSignal(number)),
    detach: () => {
      detached = true
      socket.destroy()
    },
  }
}
