import { connect, type NetConnectOpts } from 'node:net'

/** Asks for TLS, which every server answers with one letter before any login. Source: PostgreSQL protocol, SSLRequest. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/** Resolves when a Postgres answers there; throws what the system says, or that it is none. */
export function askPostgres(at: NetConnectOpts, withinMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(at)
    const patience = setTimeout(() => socket.destroy(new Error(`no answer in ${withinMs} ms`)), withinMs)
    socket.write(SSL_REQUEST)
    socket.once('data', (answer: Buffer) => {
      if (/^[SNE]/.test(answer.toString('latin1'))) resolve()
      else reject(new Error('who answers is no Postgres'))
      socket.destroy()
    })
    socket.once('error', reject)
    socket.once('close', () => {
      clearTimeout(patience)
      reject(new Error('the connection was closed'))
    })
  })
}
