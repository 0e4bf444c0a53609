import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type Received = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }

/** A server on loopback that notes what it is sent. `answer`: a status, or null for none ever. */
export type Receiver = {
  readonly url: string
  readonly received: Received[]
  answer: (path: string) => number | null
  close(): void
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const path = request.url ?? ''
      receiver.received.push({ path, headers: request.headers, body })
      const status = receiver.answer(path)
      if (status !== null)
        response.writeHead(status, { location: 'http://169.254.169.254/' }).end('internal detail')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: () => 204,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return receiver
}

/** As a receiver would check it. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}
