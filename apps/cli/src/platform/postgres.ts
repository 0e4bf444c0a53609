import { execFile } from 'node:child_process'
import { chown, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { exists } from './exists.ts'
import type { Paths } from './paths.ts'
import { AT_THE_FRONT, launchCommand, type ProcessSpec } from './process-spec.ts'
import { readIfThere } from './read-if-there.ts'
import type { UserIds } from './users.ts'

const run = promisify(execFile)

/** Clusters of two major versions are not interchangeable: the folder says which one it is. */
const MAJOR = '18'
const DATABASE = 'berth'
const SUPERUSER = 'berth_admin'

/** As root sees it. */
export function clusterDir(paths: Pick<Paths, 'dir'>): string {
  return path.join(paths.dir, 'postgres', MAJOR)
}

/** Where web and control find the database; the socket's folder is known to the operating system's users only. */
export function embeddedDatabaseUrl(paths: Paths): string {
  const folder = path.dirname(paths.sockets.postgres)
  return `postgresql://${DATABASE}@localhost/${DATABASE}?host=${encodeURIComponent(folder)}`
}

/** Makes the cluster, its owner and its database, all or nothing, and writes who may connect. */
export async function ensureCluster(paths: Paths, users: UserIds): Promise<void> {
  const cluster = clusterDir(paths)
  if (!(await exists(cluster))) {
    const aside = `${path.join(paths.runData, 'postgres', MAJOR)}.new`
    await rm(aside, { recursive: true, force: true })
    await asPostgres(paths, 'initdb', [
      `--pgdata=${aside}`,
      `--username=${SUPERUSER}`,
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--auth=peer',
      '--no-instructions',
    ])
    // one statement a line, as the single-user server reads them
    const statements = `CREATE ROLE ${DATABASE} LOGIN\nCREATE DATABASE ${DATABASE} OWNER ${DATABASE}\n`
    await asPostgres(
      paths,
      'postgres',
      ['--single', '-D', aside, '-c', 'exit_on_error=on', 'postgres'],
      statements,
    )
    await rename(`${cluster}.new`, cluster)
  }
  await writeAccess(cluster, users)
}

/** By operating-system user alone: there is no password to lose, and no TCP port to try one at. */
async function writeAccess(cluster: string, users: UserIds): Promise<void> {
  const files = {
    'pg_hba.conf': 'local all all peer map=berth\n',
    'pg_ident.conf': [
      `berth berth-control ${DATABASE}`,
      `berth berth-web ${DATABASE}`,
      `berth root ${DATABASE}`,
      `berth root ${SUPERUSER}`,
      '',
    ].join('\n'),
  }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(cluster, name), text, { mode: 0o600 })
    await chown(path.join(cluster, name), users.uid['berth-postgres'], users.gid)
  }
}

export function postgresSpec(paths: Paths): ProcessSpec {
  const cluster = path.join(paths.runData, 'postgres', MAJOR)
  return {
    name: 'postgres',
    command: path.join(paths.postgresBinaries, 'postgres'),
    args: ['-D', cluster, ...settings(paths).flatMap((setting) => ['-c', setting])],
    env: { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' },
    cwd: '/',
    user: 'berth-postgres',
    priority: AT_THE_FRONT, // no page is made without it
    capabilities: [],
    leftovers: [],
    ready: async () => (await postmasterStatus(cluster)) === 'ready',
    readyWithinMs: 60_000,
    stop: { signal: 'SIGINT', timeoutMs: 15_000 }, // fast shutdown: sessions are ended, data is written
  }
}

/** Small on purpose: one machine's platform, not a database server; no helper processes that nobody needs. */
function settings(paths: Paths): readonly string[] {
  return [
    'listen_addresses=',
    `unix_socket_directories=${path.dirname(paths.sockets.postgres)}`,
    'unix_socket_permissions=0770',
    'shared_buffers=32MB',
    'max_connections=60',
    'io_method=sync',
    'max_logical_replication_workers=0',
    'max_wal_senders=0',
    'wal_level=minimal',
    'max_wal_size=256MB',
    'jit=off',
    'log_line_prefix=%m [%p] ',
  ]
}

/** Eighth line of postmaster.pid, which the server writes when it takes connections. */
async function postmasterStatus(cluster: string): Promise<string | undefined> {
  const text = await readIfThere(path.join(cluster, 'postmaster.pid'))
  return text?.split('\n')[7]?.trim()
}

async function asPostgres(paths: Paths, program: string, args: readonly string[], input = ''): Promise<void> {
  const command = path.join(paths.postgresBinaries, program)
  const launch = launchCommand({ command, args, user: 'berth-postgres', capabilities: [] })
  const running = run(launch.file, launch.args, {
    cwd: '/',
    env: { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' },
  })
  running.child.stdin?.end(input)
  await running
}
