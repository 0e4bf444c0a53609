import { duplexPair } from 'node:stream'
import { connect, type ConnectionOptions, createSecureContext, TLSSocket } from 'node:tls'

const TIMEOUT_MS = 5000

/**
 * Whether an authority that browsers trust gave this certificate to whoever has the key, for this host: it asked them
 * whose the host is. OpenSSL judges the whole chain, in a handshake that never leaves this process.
 */
export async function isTrusted(
  given: { readonly chain: string; readonly key: string; readonly host: string },
  /** authorities in place of the usual ones */
  ca?: ConnectionOptions['ca'],
): Promise<boolean> {
  const [near, far] = duplexPair()
  const secureContext = createSecureContext({ cert: given.chain, key: given.key })
  const server = new TLSSocket(far, { isServer: true, secureContext })
  const client = connect({
    socket: near,
    servername: given.host.replace(/^\*\./, 'berth-check.'),
    ...(ca === undefined ? {} : { ca }),
  })
  try {
    return await new Promise<boolean>((resolve) => {
      client.setTimeout(TIMEOUT_MS, () => resolve(false))
      client.on('secureConnect', () => resolve(client.authorized))
      client.on('error', () => resolve(false))
      server.on('error', () => resolve(false))
    })
  } finally {
    client.destroy()
    server.destroy()
  }
}
