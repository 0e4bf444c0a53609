import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { PlatformApi } from '../../support/platform-api.ts'

const LATE_MS = 120_000

/** Procedures through the door as a page calls them, over connections that stay open; what is refused throws. */
export function sessionApi(from: { readonly url: string; readonly cookie: string }): PlatformApi {
  const { get, send } = browse(from)
  return {
    async ask(procedure, input) {
      const query = encodeURIComponent(JSON.stringify({ json: input }))
      return resultOf(procedure, await get(`/api/trpc/${procedure}?input=${query}`))
    },
    call: async (procedure, input) =>
      resultOf(procedure, await send(`/api/trpc/${procedure}`, JSON.stringify({ json: input }))),
  }
}

type Answer = { readonly status: number; readonly body: string }

/** A browser's own connections. */
export function browse({ url, cookie }: { readonly url: string; readonly cookie: string }) {
  const { host, port } = new URL(url)
  const agent = new Agent({ keepAlive: true })
  const ask = (method: string, path: string, body = '') =>
    new Promise<Answer>((resolve, reject) => {
      const headers = { host, origin: url, cookie, 'content-type': 'application/json' }
      const asked = request(
        { host: '127.0.0.1', port, path, method, headers, agent, timeout: LATE_MS },
        (response) => {
          const { statusCode: status = 0 } = response
          text(response).then((answer) => resolve({ status, body: answer }), reject)
        },
      )
      asked.once('timeout', () => asked.destroy(new Error(`${path} was not answered in time`)))
      asked.once('error', reject)
      asked.end(body)
    })
  return {
    get: (path: string) => ask('GET', path),
    send: (path: string, body: string) => ask('POST', path, body),
  }
}

function resultOf(procedure: string, { status, body }: Answer) {
  if (status !== 200) throw new Error(`${procedure} was refused: ${body}`)
  return JSON.parse(body).result.data.json
}
