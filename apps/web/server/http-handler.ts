import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { BerthError, toBerthError } from '@berth/core'
import { answerAuth } from './auth-route.ts'
import { clientAddress } from './client-address.ts'
import { checkOrigin } from './origin.ts'
import { securityHeaders } from './security-headers.ts'
import { findTokenInUrl } from './token-in-url.ts'
import { answerTrpc, type ContextParts } from './trpc-route.ts'
import { writeError } from './write-error.ts'

/** What answers everything that is not an API: Next. */
export type Pages = {
  answer(req: IncomingMessage, res: ServerResponse): Promise<void>
  close(): Promise<void>
}

type Options = {
  readonly parts: ContextParts
  readonly pages: Pages
}

const TRPC = '/api/trpc/'
const AUTH = '/api/auth/'

/** Every request of the platform's own host but socket.io's, which takes its own before this. */
export function createHttpHandler(options: Options): RequestListener {
  const headers = Object.entries(securityHeaders(options.parts.config.url))
  return (req, res) => {
    for (const [name, value] of headers) res.setHeader(name, value)
    route(options, req, res).catch((thrown: unknown) => {
      const error = toBerthError(thrown)
      if (error.kind === 'internal')
        options.parts.log.error({ err: error.cause ?? error, url: req.url }, 'request failed')
      writeError(res, error)
    })
  }
}

async function route({ parts, pages }: Options, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { url } = parts.config
  const path = pathOf(req)
  if (path === '/healthz') return void res.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n')
  await refuseTokenInUrl(parts, req)
  checkOrigin({ method: req.method ?? 'GET', headers: req.headers }, url)
  if (path.startsWith(TRPC)) return answerTrpc(parts, path.slice(TRPC.length), req, res)
  if (path.startsWith(AUTH)) return answerAuth(parts.auth, url, req, res)
  if (path.startsWith('/api/') || !isReadable(path)) {
    throw new BerthError('route.not_found', `there is nothing at ${path}`)
  }
  return pages.answer(req, res)
}

/** Next fails on others: `/t/%zz`. */
function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

function pathOf(req: IncomingMessage): string {
  const [path = '/'] = (req.url ?? '/').split('?', 1)
  return path
}

async function refuseTokenInUrl({ auth }: ContextParts, req: IncomingMessage): Promise<void> {
  const token = findTokenInUrl(req.url ?? '')
  if (token === undefined) return
  await auth.reportLeak(token, clientAddress(req.headers))
  req.url = '/' // it goes into no log of ours
  throw new BerthError(
    'auth.token_invalid',
    'an API token in an address is refused, because addresses are logged: send it as "Authorization: Bearer", and revoke this one',
  )
}
