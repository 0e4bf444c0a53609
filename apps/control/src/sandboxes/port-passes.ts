import { createHmac } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type Clock, PORT_COOKIES, PORT_ENTRANCE, PORT_STAY } from '@berth/core'
import type { Logger } from '@berth/log'
import type { OwnedPort, PortLock } from '@berth/sandbox/door'
import type { TicketVerifier } from '@berth/vault'

/** Longer than a lesson's part; then the platform is asked again, unseen. Its own page renews it before. */
const PASS_SECONDS = 2 * 3600

type Deps = {
  /** public address of the platform */
  readonly url: string
  readonly tickets: TicketVerifier
  readonly portOf: (host: string) => OwnedPort | undefined
  /** as it is now */
  readonly lockOf: (port: OwnedPort) => Promise<PortLock | null>
  readonly log: Pick<Logger, 'warn'>
  readonly clock: Clock
}

/**
 * Answers whoever came to a locked port of a sandbox without a pass: a ticket of the platform's page becomes a pass for
 * this host, a browser is sent to the platform for a ticket, and all others are refused.
 */
export function createPortPasses(deps: Deps): RequestListener {
  return (request, response) => {
    answer(deps, request, response).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'a visitor of a port could not be answered')
      refuse(response, 503)
    })
  }
}

async function answer(deps: Deps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { searchParams } = new URL(request.url ?? '/', 'http://control')
  const port = deps.portOf(searchParams.get('host') ?? '')
  const at = inHost(searchParams.get('at') ?? '/')
  response.setHeader('cache-control', 'no-store')
  response.setHeader('referrer-policy', 'no-referrer')
  if (!port || port.lock === null) return refuse(response, 404)
  const isEntrance = at.pathname === PORT_ENTRANCE
  const stays = isEntrance && at.searchParams.has(PORT_STAY)
  if (isEntrance) {
    const lock = await lockFor(deps, at.searchParams.get('ticket') ?? '', port)
    if (lock !== null) {
      response.setHeader('set-cookie', passes(deps, { host: port.host, lock }))
      if (stays) return void response.writeHead(204).end()
      const next = inHost(at.searchParams.get('at') ?? '/')
      return send(response, pathOf(next))
    }
  }
  if (stays || !isVisit(request)) return refuse(response, 403)
  send(response, askPlatform(deps.url, port, at))
}

/** Whatever was given, a path of this host: two slashes at its beginning would be another one. */
function inHost(path: string): URL {
  return new URL(`http://port/${path.replace(/^[/\\]+/, '')}`)
}

/** Dots may have left two slashes at its beginning again: /a/..//evil.example. */
function pathOf({ pathname, search }: URL): string {
  return `/${pathname.replace(/^\/+/, '')}${search}`
}

/** What a ticket's pass is signed with; null: it lets nobody in. A right that was lost since it was made ended it. */
async function lockFor(deps: Deps, text: string, port: OwnedPort): Promise<string | null> {
  const ticket = readTicket(deps.tickets, text)
  if (ticket?.sandboxId !== port.sandboxId || ticket.name !== port.name) return null
  const current = await deps.lockOf(port)
  return current?.turn === ticket.turn ? current.lock : null
}

function readTicket(tickets: TicketVerifier, text: string) {
  try {
    const ticket = tickets.verify(text)
    return ticket.act === 'sandbox-port' ? ticket : undefined
  } catch {
    return undefined // used, too old or forged: a new one is asked for
  }
}

/**
 * In a frame of the platform's page only a cookie of no site in particular is sent, which a browser keeps only over TLS
 * or from loopback; where it does not, the other one serves in a tab.
 */
function passes({ url, clock }: Deps, { host, lock }: { host: string; lock: string }): string[] {
  const until = Math.floor(clock.now().getTime() / 1000) + PASS_SECONDS
  const proof = createHmac('sha256', Buffer.from(lock, 'base64')).update(`${host}|${until}`).digest('hex')
  const rest = `${until}.${proof.toUpperCase()}; Path=/; HttpOnly; Max-Age=${PASS_SECONDS}`
  const secure = `${PORT_COOKIES.secure}=${rest}; Secure; SameSite=None; Partitioned`
  return url.startsWith('https:') ? [secure] : [secure, `${PORT_COOKIES.plain}=${rest}; SameSite=Lax`]
}

/** Somebody who looks at a page of their own: the platform refuses to be shown in a frame. */
function isVisit({ method, headers }: IncomingMessage): boolean {
  const isPage = method === 'GET' && headers.accept?.includes('text/html') === true
  return isPage && (headers['sec-fetch-dest'] ?? 'document') === 'document'
}

function askPlatform(url: string, port: OwnedPort, at: URL): string {
  const wanted = at.pathname === PORT_ENTRANCE ? inHost(at.searchParams.get('at') ?? '/') : at
  const address = new URL(`/s/${port.sandboxId}/port/${encodeURIComponent(port.name)}`, url)
  address.searchParams.set('at', pathOf(wanted))
  return address.href
}

function send(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end()
}

function refuse(response: ServerResponse, status: 403 | 404 | 503): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end('open this port from the page of its lab\n请从实验页面打开此端口\n')
}
