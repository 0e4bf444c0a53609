import { BerthError } from '@berth/core'
import type { Wire } from '@berth/protocol'
import { WebSocket } from 'ws'

/** Where control is: its unix socket on the same machine, else the address of its gateway. */
export type ControlAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string }

const PATH = '/agent/v1'
const HANDSHAKE_MS = 10_000
const PING_MS = 10_000
const LARGEST_MESSAGE = 16 * 1024 * 1024

/** Opens the agent's stream. Errors: protocol.disconnected; auth.token_invalid when control refuses the token. */
export function dial(address: ControlAddress, token: string): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(urlOf(address), {
      headers: { authorization: `Bearer ${token}` },
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: LARGEST_MESSAGE,
      perMessageDeflate: false,
    })
    socket.once('open', () => {
      socket.pause() // a call that came along with the handshake waits for somebody to hear it
      keepAlive(socket)
      resolve(wireOf(socket))
    })
    socket.once('unexpected-response', (_request, response) => {
      response.resume()
      socket.terminate()
      reject(refused(response.statusCode))
    })
    socket.on('error', (cause) => {
      reject(
        new BerthError('protocol.disconnected', `control cannot be reached: ${cause.message}`, { cause }),
      )
    })
  })
}

/** From the environment; the socket wins. */
export function controlAddress(env: {
  BERTH_CONTROL_SOCKET?: string | undefined
  BERTH_CONTROL_URL?: string | undefined
}): ControlAddress {
  if (env.BERTH_CONTROL_SOCKET !== undefined) return { kind: 'socket', path: env.BERTH_CONTROL_SOCKET }
  return { kind: 'url', url: env.BERTH_CONTROL_URL ?? '' }
}

function urlOf(address: ControlAddress): string {
  return address.kind === 'socket' ? `ws+unix://${address.path}:${PATH}` : new URL(PATH, address.url).href
}

function wireOf(socket: WebSocket): Wire {
  return {
    send: (data) => socket.send(data),
    onMessage: (listener) => {
      socket.on('message', (data, isBinary) => {
        const bytes = Buffer.isBuffer(data) ? data : Buffer.alloc(0) // ws gives buffers unless told otherwise
        listener(isBinary ? bytes : bytes.toString())
      })
      socket.resume()
    },
    onClose: (listener) => void socket.once('close', listener),
    close: () => socket.terminate(),
  }
}

/** A stream that nobody answers on is over, also when no packet says so. */
function keepAlive(socket: WebSocket): void {
  let answered = true
  socket.on('pong', () => {
    answered = true
  })
  const timer = setInterval(() => {
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
  }, PING_MS)
  socket.once('close', () => clearInterval(timer))
}

function refused(status: number | undefined): BerthError {
  return status === 401 || status === 403
    ? new BerthError('auth.token_invalid', "control refuses this node's token: join the node again")
    : new BerthError('protocol.disconnected', `control answered ${status ?? 'nothing'} to the agent's stream`)
}
