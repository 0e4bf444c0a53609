import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Auth } from '@berth/auth'
import { BerthError } from '@berth/core'
import { clientAddress } from './client-address.ts'

/** A form with e-mail and password is far smaller. */
const MAX_BODY = 16 * 1024

/** `/api/auth/*`, for @auth/core: Node's request in, its web Response out. */
export async function answerAuth(
  auth: Auth,
  url: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const method = req.method ?? 'GET'
  const body = method === 'POST' ? await readBody(req) : null
  const request = new Request(new URL(req.url ?? '/', url), { method, headers: plainHeaders(req), body })
  const userAgent = req.headers['user-agent'] ?? null
  const response = await auth.handler(request, { ip: clientAddress(req.headers), userAgent })
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value)
  res.setHeader('set-cookie', response.headers.getSetCookie())
  res.setHeader('cache-control', 'no-store')
  res.writeHead(response.status).end(Buffer.from(await response.arrayBuffer()))
}

async function readBody(req: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > MAX_BODY) throw new BerthError('input.invalid', `the form is larger than ${MAX_BODY} bytes`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** Only what sign-in needs; forwarding headers could make it believe in another host. */
function plainHeaders(req: IncomingMessage): Headers {
  const headers = new Headers()
  for (const name of ['cookie', 'content-type', 'accept', 'x-auth-return-redirect', 'user-agent']) {
    const value = req.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}
