import { request } from 'node:http'
import { text } from 'node:stream/consumers'

export type Visit = {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Opens an address of the platform or of an app on loopback, whatever the machine's resolver knows of `*.localhost`. */
export function visit(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string; timeoutMs?: number } = {},
): Promise<Visit> {
  const { host, port, pathname, search } = new URL(url)
  const { method = 'GET', headers = {}, body = '', timeoutMs = 10_000 } = options
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: port || 80,
        path: `${pathname}${search}`,
        method,
        headers: { host, ...headers },
        agent: false,
        timeout: timeoutMs,
      },
      (response) => {
        const { statusCode = 0, headers } = response
        text(response).then((body) => resolve({ status: statusCode, headers, body }), reject)
      },
    )
    asked.once('timeout', () => asked.destroy(new Error(`${url} did not answer within ${timeoutMs} ms`)))
    asked.once('error', reject)
    asked.end(body)
  })
}
