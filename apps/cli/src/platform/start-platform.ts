import { BerthError } from '@berth/core'
import type { Env } from '../env.ts'
import type { AdminFile } from './admin-file.ts'
import { agentSpec, type AppSettings, controlSpec, lessonsSpec, resolverSpec, webSpec } from './app-specs.ts'
import { createWatchedDoor } from './door.ts'
import { externalEngines, startEngines } from './engines.ts'
import { ensureFolders } from './folders.ts'
import { stopOrphans } from './orphans.ts'
import { type Paths, SHARED_RUN_DIR } from './paths.ts'
import { identify } from './process-id.ts'
import type { ProcessSpec } from './process-spec.ts'
import { reclaim } from './reclaim.ts'
import { ensureSecrets } from './secrets.ts'
import { type GivenCertificate, setUp } from './setup.ts'
import { shareByPriority } from './share-by-priority.ts'
import { bootId, type PlatformState, readState, writeState } from './state-file.ts'
import { createSupervisor } from './supervisor.ts'
import type { UpSettings } from './up-settings.ts'
import { ensureUsers } from './users.ts'

export type RunningPlatform = {
  readonly admin: AdminFile
  readonly isFirst: boolean
  /** notes that everything is ready */
  markReady(): Promise<void>
  stop(): Promise<void>
}

type Deps = {
  readonly paths: Paths
  readonly settings: UpSettings
  readonly env: Env
  /** for its own address, when one was given */
  readonly certificate?: GivenCertificate | undefined
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

/** Takes over what an earlier `up` left and starts everything in order. When a step fails, all of it is stopped again. */
export async function startPlatform(deps: Deps): Promise<RunningPlatform> {
  const { paths, settings, env, certificate, say, signal } = deps
  const users = await ensureUsers()
  await ensureFolders(paths, users)
  await ensureSecrets(paths, users)
  await reclaim(SHARED_RUN_DIR)
  await shareByPriority()

  const notes = await createNotes(paths, settings, externalEngines(env))
  await stopOrphans(notes.earlier, paths, users)
  const supervisor = createSupervisor({ logsDir: paths.logs, onChange: notes.write, say, signal })
  const door = createWatchedDoor({ paths, users, settings, onChange: notes.write, say })
  notes.watch(() => ({ ...supervisor.processes(), ...(door.state() ? { door: door.state() } : {}) }))

  const stop = async () => {
    await notes.mark('stopping')
    await door.stop()
    for (const name of ['web', 'lessons', 'agent', 'control', 'resolver', 'redis', 'postgres'] as const) {
      await supervisor.stop(name)
    }
  }

  try {
    const begin = timer()
    const engines = await startEngines({ paths, users, env, supervisor })
    say(`database and queue are ready (${begin()})`)
    signal.throwIfAborted()
    const app = appSettings(settings, env, engines)
    const { admin, isFirst } = await setUp(paths, app, users, certificate)
    say(`the database is up to date (${begin()})`)
    signal.throwIfAborted()
    const start = (spec: ProcessSpec) =>
      supervisor.start(spec).then(() => say(`${spec.name} is ready (${begin()})`))
    await Promise.all([
      door.start().then(({ adopted }) => say(`the door is ${adopted ? 'taken over' : 'open'} (${begin()})`)),
      start(controlSpec(paths, app)).then(() => start(agentSpec(paths, app))), // the agent dials control
      start(webSpec(paths, app)),
      start(lessonsSpec(paths, app)),
      start(resolverSpec(paths, app)),
    ])
    return { admin, isFirst, markReady: () => notes.mark('ready'), stop }
  } catch (error) {
    await stop()
    throw signal.aborted ? new BerthError('internal.unexpected', 'stopped before it was ready') : error
  }
}

function appSettings(
  settings: UpSettings,
  env: Env,
  engines: Pick<AppSettings, 'databaseUrl' | 'redis'>,
): AppSettings {
  const { url, appsDomain, port, sshPort, sshAddress, tlsPort, tls, acme } = settings
  return {
    url,
    appsDomain,
    port,
    sshPort,
    sshAddress,
    tlsPort,
    tls,
    acme,
    ...engines,
    logLevel: env.BERTH_LOG_LEVEL,
    outboundAllow: env.BERTH_OUTBOUND_ALLOW,
    scanner: env.BERTH_SCANNER,
    gitCaFile: env.BERTH_GIT_CA_FILE,
    people: env.people,
    storage: env.storage,
    node: env.node,
  }
}

/** The state file of this `up`: written whole after every change, one write at a time. */
async function createNotes(paths: Paths, settings: UpSettings, external: PlatformState['external']) {
  const self = await identify(process.pid)
  if (!self) throw new BerthError('internal.unexpected', '/proc is not mounted: mount it')
  const earlier = await readState(paths.stateFile)
  const up = { ...self, since: new Date().toISOString() }
  const base = { bootId: await bootId(), dir: paths.dir, url: settings.url, up, external }
  // until it has stopped or taken over what an earlier one left, that stays on record
  let processes: () => PlatformState['processes'] = () => earlier?.processes ?? {}
  let phase: PlatformState['phase'] = 'starting'
  let turn: Promise<void> = Promise.resolve()
  const write = () => {
    turn = turn.then(() => writeState(paths.stateFile, { ...base, phase, processes: processes() }))
    return turn
  }
  await write()
  return {
    earlier,
    write,
    watch: (source: typeof processes) => {
      processes = source
    },
    mark: (next: typeof phase) => {
      phase = next
      return write()
    },
  }
}

function timer(): () => string {
  const start = Date.now()
  return () => `${((Date.now() - start) / 1000).toFixed(1)} s`
}
