import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server, type Socket } from 'node:net'
import { createAdmission, type Admission } from './admission.ts'
import { respond } from './respond.ts'
import { createTcpReader, tcpFrame } from './tcp-frames.ts'
import type { Upstream } from './upstream.ts'
import type { Zone } from './zone.ts'

/** Answers on one gateway, over UDP and TCP. */
export type ZoneServer = { update(zone: Zone): void; close(): void }

const TCP_IDLE_MS = 10_000
const TCP_PER_CLIENT = 8

/** Rejects when the address is not there yet. */
export async function createZoneServer(options: {
  zone: Zone
  port: number
  upstream: Upstream
  admission: Admission
}): Promise<ZoneServer> {
  const { upstream, admission, port } = options
  let zone = options.zone
  let closed = false
  const sockets = new Set<Socket>()
  const udp = createSocket('udp4')
  const tcp = createServer()
  try {
    await Promise.all([bindUdp(udp, port, zone.gateway), listenTcp(tcp, port, zone.gateway)])
  } catch (error) {
    close()
    throw error
  }
  const connections = createAdmission({ perClient: TCP_PER_CLIENT, total: 512 })
  udp.on('message', (packet, { address, port: from }) => {
    void respond(packet, { zone, client: address, transport: 'udp', upstream, admission }).then((reply) => {
      if (reply && !closed) udp.send(reply, from, address)
    })
  })
  tcp.on('connection', (socket) => serve(socket))
  return {
    update(next) {
      zone = next
    },
    close,
  }

  function serve(socket: Socket): void {
    const client = socket.remoteAddress ?? ''
    const leave = connections.enter(client)
    if (!leave) return void socket.destroy()
    sockets.add(socket)
    socket.setTimeout(TCP_IDLE_MS, () => socket.destroy())
    socket.on('error', () => socket.destroy())
    socket.on('drain', () => socket.resume())
    socket.on('close', () => {
      sockets.delete(socket)
      leave()
    })
    socket.on(
      'data',
      createTcpReader((packet) => {
        void respond(packet, { zone, client, transport: 'tcp', upstream, admission }).then((reply) => {
          if (!reply) return void socket.destroy()
          if (socket.writable && !socket.write(tcpFrame(reply))) socket.pause() // it asks, but does not read
        })
      }),
    )
  }

  function close(): void {
    closed = true
    udp.close()
    tcp.close()
    for (const socket of sockets) socket.destroy()
  }
}

function bindUdp(udp: UdpSocket, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    udp.once('error', reject)
    udp.bind(port, address, () => {
      udp.off('error', reject)
      udp.on('error', () => undefined) // an answer that could not be sent: its client asks again
      resolve()
    })
  })
}

function listenTcp(tcp: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    tcp.once('error', reject)
    tcp.listen(port, address, () => {
      tcp.off('error', reject)
      tcp.on('error', () => undefined) // a connection that was gone before it was accepted
      resolve()
    })
  })
}
