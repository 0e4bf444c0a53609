import { once } from 'node:events'
import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type GatedWay = {
  readonly endpoint: string
  /** requests that wait */
  held(): number
  /** lets all go on, and those that come */
  release(): void
  close(): Promise<void>
}

/** A way to an S3 server which refuses some requests, or holds all of them back. Signatures stay right: the host is told on. */
export async function openGatedWay(
  endpoint: string,
  options: {
    readonly refuse?: { readonly method: string; readonly status: number }
    readonly holdBack?: boolean
  },
): Promise<GatedWay> {
  const { refuse } = options
  const waiting: (() => void)[] = []
  let isOpen = !options.holdBack
  const server = createServer((incoming, response) => {
    const go = () => {
      const url = new URL(incoming.url ?? '/', endpoint)
      const onward = request(url, { method: incoming.method, headers: incoming.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      onward.once('error', () => response.destroy())
      incoming.pipe(onward)
    }
    if (refuse && incoming.method === refuse.method) return full(response, refuse.status)
    if (isOpen) go()
    else waiting.push(go)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    held: () => waiting.length,
    release: () => {
      isOpen = true
      for (const go of waiting.splice(0)) go()
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function full(response: ServerResponse, status: number): void {
  const body = '<?xml version="1.0"?><Error><Code>QuotaExceeded</Code><Message>full</Message></Error>'
  response.writeHead(status, { 'content-type': 'application/xml', connection: 'close' })
  response.end(body)
}
