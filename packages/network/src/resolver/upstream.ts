import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { answers, type Query, withId } from './dns-message.ts'
import { createTcpReader, tcpFrame } from './tcp-frames.ts'

export type Transport = 'udp' | 'tcp'

/** Asks the host's resolvers one after the other, and gives the first answer as it came; undefined when none does. */
export type Upstream = (
  packet: Uint8Array,
  query: Query,
  transport: Transport,
) => Promise<Uint8Array | undefined>

const TIMEOUT_MS = 2000

export function createUpstream(options: {
  /** addresses, with a port where it is not 53 */
  servers: () => Promise<readonly UpstreamServer[]>
  timeoutMs?: number
}): Upstream {
  return async (packet, query, transport) => {
    const ask = transport === 'udp' ? askUdp : askTcp
    for (const server of await options.servers()) {
      const id = randomInt(0x10000) // not the client's, who must not be able to guess it for others
      const reply = await ask(server, withId(packet, id), options.timeoutMs ?? TIMEOUT_MS, (candidate) =>
        answers(candidate, query, id),
      )
      if (reply) return withId(reply, query.id)
    }
    return undefined
  }
}

export type UpstreamServer = { readonly address: string; readonly port: number }

type Ask = (
  server: UpstreamServer,
  packet: Uint8Array,
  timeoutMs: number,
  fits: (candidate: Uint8Array) => boolean,
) => Promise<Uint8Array | undefined>

/** A socket and a port of its own for each question: what is not from the server, or not an answer to it, is dropped. */
const askUdp: Ask = (server, packet, timeoutMs, fits) =>
  new Promise((resolve) => {
    const socket = createSocket(server.address.includes(':') ? 'udp6' : 'udp4')
    const finish = (reply?: Uint8Array) => {
      clearTimeout(timer)
      socket.removeAllListeners()
      socket.on('error', () => undefined) // it may still complain while it closes
      socket.close()
      resolve(reply)
    }
    const timer = setTimeout(finish, timeoutMs)
    socket.on('error', () => finish())
    socket.on('message', (reply) => fits(reply) && finish(reply))
    socket.connect(server.port, server.address, () => socket.send(packet))
  })

const askTcp: Ask = (server, packet, timeoutMs, fits) =>
  new Promise((resolve) => {
    const socket = connect({ host: server.address, port: server.port })
    const timer = setTimeout(() => socket.destroy(), timeoutMs)
    const read = createTcpReader((reply) => {
      if (!fits(reply)) return
      resolve(reply)
      socket.destroy()
    })
    socket.on('error', () => socket.destroy())
    socket.on('data', read)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(undefined) // when it has not been resolved with a reply
    })
    socket.write(tcpFrame(packet))
  })
