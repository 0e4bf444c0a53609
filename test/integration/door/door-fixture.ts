import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type RequestListener, type Server as HttpServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DoorRoute } from '@berth/core'
import { createDoor, createIngress, type Door, type Ingress } from '@berth/ingress'
import { createLog } from '@berth/log'

const NOBODY = 65_534
const PREFIX = 'berth-door-'
const OWNER = 'owner.pid'

/** A door with its folders, on a free port of the loopback; `close` ends everything that was made. */
export type Fixture = {
  readonly port: number
  /** of TLS; 0: none */
  readonly tlsPort: number
  readonly paths: ReturnType<typeof doorPaths>
  readonly door: Door
  readonly ingress: Ingress
  serve(listener: RequestListener, at?: string): Promise<HttpServer>
  close(): Promise<void>
}

/** `origin`: that of the platform, where the door serves it by TLS; `at`: an address beside the loopback's. */
export async function startDoor(
  options: { tls?: boolean; origin?: string; at?: string } = {},
): Promise<Fixture> {
  await removeLeftovers()
  const root = mkdtempSync(join(tmpdir(), PREFIX))
  writeFileSync(join(root, OWNER), String(process.pid))
  chmodSync(root, 0o755)
  const paths = doorPaths(root)
  for (const dir of [paths.runDir, paths.dir]) mkdirSync(dir)
  chownSync(paths.runDir, NOBODY, NOBODY)
  chownSync(paths.dir, 0, NOBODY)
  chmodSync(paths.dir, 0o2750) // as `up` makes it: the door is of the group that reads private keys
  const port = await freePort()
  const tlsPort = options.tls ? await freePort() : 0
  const door = doorAt(root, port, tlsPort, options)
  const ingress = ingressAt(root, tlsPort, options)
  const servers: HttpServer[] = []
  await door.start()
  return {
    port,
    tlsPort,
    paths,
    door,
    ingress,
    serve: async (listener, at) => {
      const server = createServer(listener)
      servers.push(server)
      await new Promise<void>((resolve) => {
        if (at) server.listen(at, resolve)
        else server.listen(0, '127.0.0.1', resolve)
      })
      if (at) chmodSync(at, 0o777)
      return server
    },
    close: async () => {
      await ingress.close()
      await door.stop(0)
      for (const server of servers) {
        server.closeAllConnections()
        server.close()
      }
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Doors of runs that were killed: nothing else would ever stop them. */
async function removeLeftovers(): Promise<void> {
  const roots = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX))
  for (const root of roots.map((name) => join(tmpdir(), name))) {
    const owner = join(root, OWNER)
    if (!existsSync(owner) || existsSync(`/proc/${readFileSync(owner, 'utf8')}`)) continue
    await doorAt(root, 0).stop(0)
    rmSync(root, { recursive: true, force: true })
  }
}

export function doorPaths(root: string) {
  const runDir = join(root, 'run')
  return {
    root,
    runDir,
    dir: join(root, 'door'),
    adminSocket: join(runDir, 'admin.sock'),
    masterSocket: join(runDir, 'master.sock'),
    webSocket: join(root, 'web.sock'),
    lessonsSocket: join(root, 'lessons.sock'),
    controlSocket: join(root, 'control.sock'),
    logFile: join(root, 'door.log'),
  }
}

export function doorAt(
  root: string,
  port: number,
  tlsPort = 0,
  { at, origin }: { at?: string; origin?: string } = {},
): Door {
  const { runDir, dir, logFile } = doorPaths(root)
  return createDoor({
    binary: '/usr/sbin/haproxy',
    runDir,
    dir,
    bind: { addresses: ['127.0.0.1', '::1', ...(at === undefined ? [] : [at])], port },
    platform: platformAt(root, tlsPort, origin),
    uid: NOBODY,
    gid: NOBODY,
    logFile,
    log: createLog({ name: 'door', level: 'error' }),
  })
}

export function ingressAt(root: string, tlsPort = 0, { origin }: { origin?: string } = {}): Ingress {
  const { dir, masterSocket } = doorPaths(root)
  return createIngress({
    dir,
    masterSocket,
    platform: platformAt(root, tlsPort, origin),
    log: createLog({ name: 'ingress', level: 'error' }),
    drainMs: 2000,
  })
}

function platformAt(root: string, tlsPort: number, origin?: string) {
  const { adminSocket, webSocket, lessonsSocket, controlSocket } = doorPaths(root)
  const tls = tlsPort > 0 ? { port: tlsPort, origin } : undefined
  return { platformHost: 'berth.test', tls, adminSocket, webSocket, lessonsSocket, controlSocket }
}

export function routeTo(host: string, ...ports: number[]): DoorRoute {
  const servers = ports.map((port) => ({ name: `con_${port}`, address: '127.0.0.1', port, draining: false }))
  return { host, servers, empty: 'starting' }
}

export function portOf(server: HttpServer): number {
  return (server.address() as AddressInfo).port
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createTcpServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
