import type { Server as HttpServer } from 'node:http'
import type { Auth } from '@berth/auth'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import { Server } from 'socket.io'
import { buildOfEvent, createBuildHints } from '@berth/build/service'
import { watchSandboxes } from '@berth/sandbox'
import type { WebPart } from '../../src/env.ts'
import type { ClassLane } from '../class-lane.ts'
import type { ControlClient } from '../control-client.ts'
import { serveBuilds } from './builds.ts'
import type { SocketDeps } from './deps.ts'
import { relayEvents, serveEvents } from './events.ts'
import { createDoorkeeper } from './let-in.ts'
import { serveLogs } from './logs.ts'
import type { BerthServer, BerthSocket } from './socket.ts'
import { createAudience } from './sandbox/audience.ts'
import { serveSandbox } from './sandbox/serve-sandbox.ts'
import { createShells } from './sandbox/shells.ts'
import { serveStats } from './stats.ts'
import { serveTerminal } from './terminal.ts'
import { serveVolumes } from './volumes.ts'
import { createWatchdog } from './watchdog.ts'

const NAMESPACES: Readonly<Record<string, (socket: BerthSocket, deps: SocketDeps) => void>> = {
  '/events': serveEvents,
  '/terminal': serveTerminal,
  '/logs': serveLogs,
  '/stats': serveStats,
  '/volumes': serveVolumes,
  '/builds': serveBuilds,
  '/sandbox': serveSandbox,
}

type Options = {
  readonly server: HttpServer
  readonly url: string
  readonly databaseUrl: string
  readonly auth: Auth
  readonly db: Db
  readonly control: ControlClient
  readonly lane: Pick<ClassLane, 'run'>
  readonly part: WebPart
  readonly log: Logger
}

/** socket.io beside the pages, as protocol/browser.ts says. */
export async function startSockets(options: Options): Promise<{ close(): Promise<void> }> {
  const { server, url, auth, db, part, log } = options
  const io: BerthServer = new Server(server, {
    path: '/socket.io',
    serveClient: false,
    transports: ['websocket'],
    destroyUpgrade: false,
    connectTimeout: 5_000,
    maxHttpBufferSize: 1024 * 1024,
  })
  const watchdog = createWatchdog({ auth, log })
  const builds = createBuildHints({
    databaseUrl: options.databaseUrl,
    onError: (error) => log.debug({ err: error }, 'listening for the output of builds'),
  })
  const sandboxes = watchSandboxes({
    url: options.databaseUrl,
    onError: (error) => log.debug({ err: error }, 'listening for changes of sandboxes'),
  })
  const shells = createShells({ db, control: options.control })
  const audience = createAudience()
  const letIn = createDoorkeeper({ auth, url, log })
  const served = part === 'all' ? NAMESPACES : { '/sandbox': serveSandbox }
  for (const [name, serve] of Object.entries(served)) {
    const namespace = io.of(name)
    namespace.use((socket, next) => void letIn(socket, next))
    namespace.on('connection', (socket) =>
      serve(socket, { ...options, watchdog, builds, sandboxes, shells, audience }),
    )
  }
  const relay = () =>
    relayEvents({
      ...{ io, db, databaseUrl: options.databaseUrl, log },
      onEvent: (event) => {
        const build = buildOfEvent(event)
        if (build !== undefined) builds.tell(build)
      },
    })
  const events = part === 'all' ? await relay() : undefined
  return {
    close: async () => {
      watchdog.close()
      await Promise.all([events?.close(), builds.close(), sandboxes.close()])
      await io.close()
    },
  }
}
