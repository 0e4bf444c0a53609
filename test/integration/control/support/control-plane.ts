import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ControlClient, createControlClient } from '../../../../apps/web/server/control-client.ts'
import { createGuard } from '../../../../packages/auth/src/index.ts'
import { newId } from '../../../../packages/core/src/index.ts'
import { createDb, type Db } from '../../../../packages/db/src/index.ts'
import { createDeployService, type DeployService } from '../../../../packages/deploy/src/index.ts'
import { createQueues, type Queues } from '../../../../packages/queue/src/index.ts'
import { createImageLookup } from '../../../../packages/registry/src/index.ts'
import { createTicketSigner, readKeyFile, type TicketSigner } from '../../../../packages/vault/src/index.ts'
import { eventually } from '../../../support/eventually.ts'
import { startPostgres } from '../../../support/postgres.ts'
import { startRedis, type TestRedis } from '../../../support/redis.ts'
import { doorAt, doorPaths, freePort } from '../../door/door-fixture.ts'
import { silent } from './silent.ts'

/** A real control process with a real Postgres, Redis and HAProxy, and the deploy service as web has it. */
export type ControlPlane = {
  readonly db: Db
  readonly deploy: DeployService
  readonly client: ControlClient
  readonly tickets: TicketSigner
  readonly redis: TestRedis
  readonly socket: string
  /** port of the door */
  readonly port: number
  /** its port with TLS; 0: none */
  readonly tlsPort: number
  readonly caller: { readonly tenant: { readonly id: string; readonly name: string }; readonly by: string }
  addNode(name: string): Promise<{ nodeId: string; token: string }>
  startControl(): Promise<void>
  killControl(): Promise<void>
  stop(): Promise<void>
}

const NOBODY = 65_534
const REPOSITORY = path.join(import.meta.dirname, '../../../..')

/** `prepare`: told the door's ports it says what else control is told, and gives the door TLS. */
export async function startControlPlane(
  options: {
    readonly prepare?: (ports: { port: number; tlsPort: number }) => Promise<Record<string, string>>
  } = {},
): Promise<ControlPlane> {
  const root = await mkdtemp(path.join(tmpdir(), 'berth-door-'))
  const paths = doorPaths(root)
  for (const dir of [paths.runDir, paths.dir, path.join(root, 'blobs')]) await mkdir(dir, { mode: 0o777 })
  await Promise.all([chmod(root, 0o755), chown(paths.runDir, NOBODY, NOBODY)])
  await chown(paths.dir, 0, NOBODY)
  await chmod(paths.dir, 0o2777) // the door is of the group that reads private keys
  const port = await freePort()
  const tlsPort = options.prepare ? await freePort() : 0
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  const databaseUrl = await postgres.createDatabase()
  const db = createDb({ url: databaseUrl })
  const door = doorAt(root, port, tlsPort)
  await door.start()
  const more = (await options.prepare?.({ port, tlsPort })) ?? {}
  const env = { ...(await environment(root, databaseUrl, redis.url, port)), BERTH_TLS_PORT: String(tlsPort) }
  let control: ChildProcess | undefined

  const tickets = createTicketSigner(readKeyFile(env.BERTH_TICKET_KEY_FILE))
  const client = createControlClient({ socketPath: env.BERTH_SOCKET, tickets })
  const queues = createQueues({ redisUrl: redis.url, log: silent })
  const deploy = deployService({ db, queues, client, env })
  const caller = await createTenant(db, 'acme')

  return {
    ...{ db, deploy, client, tickets, redis, port, tlsPort, caller, socket: env.BERTH_SOCKET },
    async addNode(name) {
      const node = await db.node.create({ data: { id: newId('node'), name } })
      const guard = createGuard({
        db,
        pepper: readKeyFile(env.BERTH_PEPPER_FILE),
        url: env.BERTH_URL,
        onError: () => undefined,
      })
      return { nodeId: node.id, token: await guard.tokens.createForNode(node.id) }
    },
    async startControl() {
      control = spawn(process.execPath, [path.join(REPOSITORY, 'apps/control/src/main.ts')], {
        env: { ...env, ...more, NODE_ENV: 'test' },
        stdio: ['ignore', process.env['BERTH_TEST_LOGS'] ? 'inherit' : 'ignore', 'inherit'],
      })
      await eventually(() => answersHealthz(env.BERTH_SOCKET), { withinMs: 120_000, what: 'control' })
      await chmod(env.BERTH_SOCKET, 0o666) // the door is of no group here, and asks control to wake who sleeps
    },
    async killControl() {
      if (control) await end(control)
    },
    async stop() {
      if (control) await end(control)
      await queues.close()
      await db.$disconnect()
      await door.stop(0)
      await redis.stop()
      await postgres.stop()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** A tenant with room for every test. */
export async function createTenant(db: Db, name: string): Promise<ControlPlane['caller']> {
  const id = newId('tenant')
  await db.tenant.create({
    data: {
      id,
      name,
      cpu: 100,
      memory: 200n * 1024n ** 3n,
      containers: 500,
      disk: 1000n * 1024n ** 3n,
      pids: 500_000,
    },
  })
  return { tenant: { id, name }, by: 'tester@example.com' }
}

type Env = Awaited<ReturnType<typeof environment>>

async function environment(root: string, databaseUrl: string, redisUrl: string, port: number) {
  const { runDir, dir, adminSocket } = doorPaths(root)
  const platform = path.join(root, 'platform')
  await mkdir(platform)
  await symlink(runDir, path.join(platform, 'door')) // control looks for the door's socket in `RUN/door`
  const key = async (name: string) => {
    const file = path.join(root, name)
    await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600 })
    return file
  }
  return {
    PATH: process.env['PATH'] ?? '',
    BERTH_INSTANCE: randomUUID().slice(0, 6),
    BERTH_RUN_DIR: platform,
    BERTH_LOG_LEVEL: 'debug',
    BERTH_URL: `http://localhost:${port}`,
    BERTH_APPS_DOMAIN: `localhost:${port}`,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    BERTH_SOCKET: path.join(root, 'control.sock'),
    BERTH_PEPPER_FILE: await key('pepper'),
    BERTH_TICKET_KEY_FILE: await key('ticket'),
    BERTH_MASTER_KEY_FILE: await key('master.key'),
    BERTH_REGISTRY_KEY_FILE: await key('registry.key'),
    BERTH_BLOBS_DIR: path.join(root, 'blobs'),
    BERTH_SOURCES_DIR: path.join(root, 'sources'),
    BERTH_GIT_DIR: path.join(root, 'git'),
    BERTH_DOOR_DIR: dir,
    BERTH_DOOR_ADMIN_SOCKET: adminSocket,
    BERTH_OUTBOUND_ALLOW: '127.0.0.1', // where a test's receiver listens
    BERTH_CONTAINER_NETS: '127.0.0.1/32', // where a test's own server listens
  }
}

function deployService(options: { db: Db; queues: Queues; client: ControlClient; env: Env }): DeployService {
  const { db, queues, client, env } = options
  return createDeployService({
    db,
    queues,
    images: createImageLookup({ db }),
    secrets: client,
    addresses: { url: env.BERTH_URL, appsDomain: env.BERTH_APPS_DOMAIN },
    log: silent,
  })
}

function answersHealthz(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const req = request({ socketPath, path: '/healthz', timeout: 1_000 }, (res) => {
      res.resume()
      resolve(res.statusCode === 200)
    })
    req.on('error', () => resolve(false))
    req.end()
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
