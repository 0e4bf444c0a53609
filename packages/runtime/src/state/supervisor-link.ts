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

/** A failure that tells nothing about the supervisor: too many open files, above all. */
const AGAIN_MS = 1000

/**
 * To a supervisor that has just answered: the connection is made once whoever waits for the start goes on, and what is
 * signalled until then is sent with it. `onTrouble`: it could not be made for now, and is tried again.
 */
export function linkStarted(socketPath: string, onTrouble: (error: unknown) => void): SupervisorLink {
  const early: number[] = []
  let link: SupervisorLink | undefined
  let detached = false
  const closed = new Promise<void>((resolve) => {
    const connect = () => {
      if (detached) return
      linkSupervisor(socketPath).then(made, (error: unknown) => {
        if (detached) return
        onTrouble(error)
        setTimeout(connect, AGAIN_MS).unref()
      })
    }
    const made = (found: SupervisorLink | undefined) => {
      if (detached) return found?.detach()
      if (!found) return resolve()
      link = found
      for (const number of early) found.signal(number)
      void found.closed.then(resolve)
    }
    setImmediate(connect)
  })
  return {
    closed,
    signal: (number) => (link ? link.signal(number) : void early.push(number)),
    detach: () => {
      detached = true
      link?.detach()
    },
  }
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
