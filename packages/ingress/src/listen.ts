import { createServer, type Server } from 'node:net'
import { BerthError } from '@berth/core'

export type Listening = {
  /** descriptors of the listening sockets, in the order of the addresses */
  readonly fds: readonly number[]
  /** closes this process's copies; a child that inherited them goes on */
  close(): void
}

/**
 * Opens the door's public sockets. The caller must hand them to a child and `close` them in the same turn: addresses
 * are literal, so nothing here waits for the event loop's poll, and Node never accepts a connection itself.
 * Error: ingress.failed, saying which port is taken.
 */
export async function openListeners(
  places: readonly { readonly host: string; readonly port: number }[],
): Promise<Listening> {
  const servers: Server[] = []
  const close = () => {
    for (const server of servers) server.close()
  }
  try {
    await Promise.all(
      places.map(({ host, port }) => {
        const server = createServer()
        servers.push(server)
        return listening(server, host, port)
      }),
    )
    return { fds: servers.map(descriptorOf), close }
  } catch (error) {
    close()
    throw error
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(explain(host, port, cause)))
    server.listen({ host, port, backlog: 4096, exclusive: true, ipv6Only: host.includes(':') }, resolve)
  })
}

function explain(host: string, port: number, cause: NodeJS.ErrnoException): BerthError {
  const why =
    cause.code === 'EADDRINUSE'
      ? 'another program listens there: stop it, or choose another with --port or --tls-port'
      : cause.message
  return new BerthError('ingress.failed', `cannot listen on ${host} port ${port}: ${why}`, {
    details: { host, port },
    cause,
  })
}

/** Node has no public way to a listening socket's descriptor; the handle's `fd` has been there since 0.12. */
function descriptorOf(server: Server): number {
  const handle: unknown = Reflect.get(server, '_handle')
  const fd: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined
  if (typeof fd === 'number' && fd >= 0) return fd
  throw new BerthError('internal.unexpected', 'this Node does not tell the descriptor of a listening socket')
}
