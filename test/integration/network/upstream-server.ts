import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** A name server on loopback that answers everything with one address; over UDP it says that it must be asked over TCP. */
export async function startUpstream(options: { truncate: boolean }) {
  const seen: string[] = []
  const udp = createSocket('udp4')
  udp.on('message', (packet, from) => {
    seen.push('udp')
    udp.send(answer(packet, options.truncate), from.port, from.address)
  })
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
  const { port } = udp.address()
  const tcp = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', (data) => {
      seen.push('tcp')
      const reply = answer(data.subarray(2), false)
      socket.end(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 255]), reply]))
    })
  })
  await new Promise<void>((resolve) => tcp.listen(port, '127.0.0.1', resolve))
  return {
    seen,
    server: { address: '127.0.0.1', port },
    close() {
      udp.close()
      tcp.close()
    },
  }
}

/** The question again with 192.0.2.7; what came after the question (EDNS) is left out. */
function answer(packet: Buffer, truncate: boolean): Buffer {
  const end = packet.indexOf(0, 12) + 5
  const head = Buffer.from(packet.subarray(0, end))
  head.writeUInt16BE(truncate ? 0x8380 : 0x8180, 2)
  head.writeUInt16BE(truncate ? 0 : 1, 6)
  head.writeUInt32BE(0, 8)
  const record = Buffer.from('c00c00010001000000000004c0000207', 'hex')
  return truncate ? head : Buffer.concat([head, record])
}
