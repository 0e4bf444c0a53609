import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'

export type TestRedis = {
  /** of a user that may do everything */
  readonly url: string
  /** for a user that is not in the address yet */
  readonly bareUrl: string
  flush(): Promise<void>
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** A real Redis of its own on a unix socket in a temp folder; its user `default` is off, and it dies with the test. */
export async function startRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-test-redis-'))
  const socket = path.join(folder, 'redis.sock')
  const bareUrl = `unix://${socket}`
  const url = `${bareUrl}?username=admin&password=admin`
  let server = await startServer(folder, socket)
  return {
    url,
    bareUrl,
    flush: () => withAdmin(socket, async (redis) => void (await redis.flushall())),
    kill: () => end(server, 'SIGKILL'),
    start: async () => {
      server = await startServer(folder, socket)
    },
    stop: async () => {
      await end(server, 'SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startServer(folder: string, socket: string): Promise<ChildProcess> {
  await rm(socket, { force: true })
  const users = path.join(folder, 'users.acl')
  await writeFile(users, 'user default off\nuser admin on >admin ~* &* +@all\n')
  const settings = { port: '0', unixsocket: socket, dir: folder, appendonly: 'yes', save: '', aclfile: users }
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const server = spawn('setpriv', ['--pdeathsig', 'KILL', 'redis-server', ...flags], { stdio: 'ignore' })
  for (let tries = 0; tries < 200; tries++) {
    const ready = await withAdmin(socket, (redis) => redis.ping()).catch(() => undefined)
    if (ready) return server
    await sleep(25)
  }
  throw new Error('redis does not answer')
}

async function withAdmin<T>(socket: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({
    path: socket,
    username: 'admin',
    password: 'admin',
    lazyConnect: true,
    retryStrategy: null,
  })
  redis.on('error', () => undefined) // connect rejects with it
  try {
    await redis.connect()
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  server.kill(signal)
  await exited
}
