import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { BerthError } from '@berth/core'
import type { Logger } from '@berth/log'
import { SOURCES_PATH } from '../builds/source-routes.ts'
import { answerError, answerJson, refuseUpgrade } from './answer.ts'

/** Asked by HAProxy while it holds a visitor of a sleeper: packages/ingress. */
const WAKE_PATH = '/door/wake'
/** Where the door sends whoever has no pass for a locked port of a sandbox. */
const PORT_PATH = '/door/port'

export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>

/** The parts that answer on control's one socket. */
export type ControlRoutes = {
  /** `/v2/…` */
  readonly registry: RequestListener
  /** `/git/…` */
  readonly git: RequestListener
  /** `/api/v1/sources…`; throws the same way */
  readonly sources: (...args: Parameters<RequestListener>) => Promise<void>
  /** `/hooks/…`; throws the same way */
  readonly hooks: (...args: Parameters<RequestListener>) => Promise<void>
  /** `/internal/…`; throws what is to be answered as an error */
  readonly internal: (...args: Parameters<RequestListener>) => Promise<void>
  /** `/door/wake?host=…`, of the door alone: whoever reaches this socket is a part of the platform */
  readonly wake: (host: string) => Promise<void>
  /** `/door/port?host=…&at=…`, of the door alone */
  readonly ports: RequestListener
  /** websockets by path; each throws what refuses it */
  readonly upgrades: Readonly<Record<string, Upgrade>>
  /** throws when control cannot work */
  readonly healthy: () => Promise<void>
  readonly log: Logger
}

export function createControlServer(routes: ControlRoutes): Server {
  const { log } = routes
  const server = createServer((request, response) => {
    const path = pathOf(request)
    if (path === '/v2' || path.startsWith('/v2/')) return routes.registry(request, response)
    if (path.startsWith('/git/')) return routes.git(request, response)
    answer(path, request, response).catch((error: unknown) => answerError(response, error, log))
  })
  server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy()) // the peer went while it was being decided
    const upgrade = Object.hasOwn(routes.upgrades, pathOf(request))
      ? routes.upgrades[pathOf(request)]
      : undefined
    if (!upgrade) return refuseUpgrade(socket, nothingHere(request), log)
    upgrade(request, socket, head).catch((error: unknown) => refuseUpgrade(socket, error, log))
  })
  // a layer of gigabytes may take as long as it takes
  server.requestTimeout = 0
  return server

  async function answer(path: string, ...[request, response]: Parameters<RequestListener>): Promise<void> {
    if (path.startsWith('/internal/')) return routes.internal(request, response)
    if (path.startsWith('/hooks/')) return routes.hooks(request, response)
    if (path === SOURCES_PATH || path.startsWith(`${SOURCES_PATH}/`)) return routes.sources(request, response)
    if (path === WAKE_PATH) {
      await routes.wake(new URL(request.url ?? '/', 'http://control').searchParams.get('host') ?? '')
      return answerJson(response, 202, {})
    }
    if (path === PORT_PATH) return routes.ports(request, response)
    if (path !== '/healthz') throw nothingHere(request)
    await routes.healthy()
    answerJson(response, 200, { ok: true })
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}

function nothingHere(request: IncomingMessage): BerthError {
  return new BerthError('input.invalid', `there is nothing at ${pathOf(request)}`)
}
