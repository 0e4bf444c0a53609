import path from 'node:path'
import { answersHealthz } from './http-health.ts'
import { BURSTS, LEAN, QUICK } from './lean.ts'
import type { Paths } from './paths.ts'
import { AT_THE_FRONT, BEHIND_PAGES, type ProcessSpec } from './process-spec.ts'
import type { RedisUrls } from './redis.ts'
import type { TlsMode } from '@berth/protocol'
import type { AcmeAsked } from './up-settings.ts'

/** What our own processes are told. */
export type AppSettings = {
  readonly url: string
  readonly appsDomain: string
  readonly port: number
  /** 0: none */
  readonly sshPort: number
  readonly sshAddress: string
  /** 0: none */
  readonly tlsPort: number
  readonly tls: TlsMode
  readonly acme: AcmeAsked
  readonly databaseUrl: string
  readonly redis: RedisUrls
  readonly logLevel: string
  /** CIDRs with commas, or nothing */
  readonly outboundAllow: string
  /** program or address, or nothing */
  readonly scanner: string
  /** empty: only what the system trusts */
  readonly gitCaFile: string
  /** sign-up, OIDC and mail: handed through as they came */
  readonly people: Readonly<Record<string, string>>
  /** where images lie, if not in files: handed through as it came */
  readonly storage: Readonly<Record<string, string>>
  /** what is left to images on the node of this machine: handed through as it came */
  readonly node: Readonly<Record<string, string>>
}

const READY_WITHIN_MS = 60_000
const STOP = { signal: 'SIGTERM', timeoutMs: 10_000 } as const

export function controlSpec(paths: Paths, settings: AppSettings): ProcessSpec {
  return {
    ...nodeProgram(paths, 'control', 'apps/control/dist/main.js', controlEnv(paths, settings), QUICK),
    user: 'berth-control',
    leftovers: [paths.sockets.control],
    ready: () => answersHealthz(paths.sockets.control),
  }
}

export function webSpec(paths: Paths, settings: AppSettings): ProcessSpec {
  const secret = secretIn(paths)
  const env = {
    ...commonEnv(paths, settings),
    ...settings.people,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    BERTH_URL: settings.url,
    BERTH_APPS_DOMAIN: settings.appsDomain,
    BERTH_SSH_PORT: String(settings.sshPort),
    BERTH_TLS_PORT: String(settings.tlsPort),
    BERTH_TLS: settings.tls,
    BERTH_ACME_EMAIL: settings.acme.email,
    DATABASE_URL: settings.databaseUrl,
    REDIS_URL: settings.redis.web,
    BERTH_SOCKET: paths.sockets.web,
    BERTH_CONTROL_SOCKET: paths.sockets.control,
    BERTH_AUTH_SECRET_FILE: secret('auth.secret'),
    BERTH_PEPPER_FILE: secret('pepper.web'),
    BERTH_TICKET_KEY_FILE: secret('ticket.web'),
    BERTH_OUTBOUND_ALLOW: settings.outboundAllow,
  }
  return {
    ...nodeProgram(paths, 'web', 'apps/web/dist/main.js', env, BURSTS),
    cwd: path.join(paths.runApp, 'apps/web'),
    user: 'berth-web',
    priority: AT_THE_FRONT,
    leftovers: [paths.sockets.web],
    ready: () => answersHealthz(paths.sockets.web),
  }
}

/** Web once more, without pages: what a class does at once makes nobody else wait (ADR 64). */
export function lessonsSpec(paths: Paths, settings: AppSettings): ProcessSpec {
  const web = webSpec(paths, settings)
  const env = { ...web.env, BERTH_WEB_PART: 'lessons', BERTH_SOCKET: paths.sockets.lessons }
  return {
    ...nodeProgram(paths, 'lessons', 'apps/web/dist/main.js', env, BURSTS),
    user: web.user,
    priority: BEHIND_PAGES,
    leftovers: [paths.sockets.lessons],
    ready: () => answersHealthz(paths.sockets.lessons),
  }
}

export function agentSpec(paths: Paths, settings: AppSettings): ProcessSpec {
  const env = {
    ...commonEnv(paths, settings),
    ...settings.node,
    REDIS_URL: settings.redis.agent,
    BERTH_CONTROL_SOCKET: paths.sockets.control,
    BERTH_AGENT_TOKEN_FILE: path.join(paths.secrets, 'agent.token'),
    BERTH_AGENT_DIR: path.join(paths.dir, 'agent'),
    BERTH_INIT: path.join(paths.runApp, 'packages/runtime/native/build/berth-init'),
    BERTH_RESOLVER_DIR: resolverDir(paths),
    BERTH_DOOR_PORT: String(settings.port),
    BERTH_TLS_PORT: String(settings.tlsPort),
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  }
  return nodeProgram(paths, 'agent', 'apps/agent/dist/main.js', env)
}

export function resolverSpec(paths: Paths, settings: AppSettings): ProcessSpec {
  const env = { ...commonEnv(paths, settings), BERTH_RESOLVER_DIR: resolverDir(paths) }
  return {
    ...nodeProgram(paths, 'resolver', 'apps/agent/dist/resolver.js', env),
    user: 'berth-resolver',
    capabilities: ['net_bind_service'], // it answers on port 53
  }
}

/** Also the environment of `setup.js`, which migrates as control's user. */
export function controlEnv(paths: Paths, settings: AppSettings): Record<string, string> {
  const secret = secretIn(paths)
  return {
    ...commonEnv(paths, settings),
    ...settings.storage,
    BERTH_URL: settings.url,
    BERTH_APPS_DOMAIN: settings.appsDomain,
    DATABASE_URL: settings.databaseUrl,
    REDIS_URL: settings.redis.control,
    BERTH_SOCKET: paths.sockets.control,
    BERTH_MASTER_KEY_FILE: secret('master.key'),
    BERTH_REGISTRY_KEY_FILE: secret('registry.key'),
    BERTH_PEPPER_FILE: secret('pepper.control'),
    BERTH_TICKET_KEY_FILE: secret('ticket.control'),
    BERTH_BLOBS_DIR: path.join(paths.runData, 'blobs'),
    BERTH_SOURCES_DIR: path.join(paths.runData, 'sources'),
    BERTH_GIT_DIR: path.join(paths.runData, 'git'),
    BERTH_SSH_PORT: String(settings.sshPort),
    BERTH_SSH_ADDRESS: settings.sshAddress,
    BERTH_TLS_PORT: String(settings.tlsPort),
    BERTH_TLS: settings.tls,
    BERTH_ACME_EMAIL: settings.acme.email,
    BERTH_ACME_URL: settings.acme.url,
    ...(settings.acme.caFile ? { NODE_EXTRA_CA_CERTS: settings.acme.caFile } : {}),
    BERTH_DOOR_DIR: path.join(paths.runData, 'door'),
    BERTH_DOOR_ADMIN_SOCKET: path.join(paths.run, 'door/admin.sock'),
    BERTH_OUTBOUND_ALLOW: settings.outboundAllow,
    BERTH_SCANNER: settings.scanner,
    ...(settings.gitCaFile ? { BERTH_GIT_CA_FILE: settings.gitCaFile } : {}),
  }
}

function commonEnv(paths: Paths, settings: AppSettings): Record<string, string> {
  return {
    BERTH_INSTANCE: paths.id,
    BERTH_RUN_DIR: paths.run,
    BERTH_LOG_LEVEL: settings.logLevel,
    PATH: '/usr/bin:/bin',
  }
}

function nodeProgram(
  paths: Paths,
  name: ProcessSpec['name'],
  file: string,
  env: Readonly<Record<string, string>>,
  flags: readonly string[] = LEAN,
): ProcessSpec {
  return {
    name,
    command: paths.node,
    args: [...flags, path.join(paths.runApp, file)],
    env,
    cwd: paths.runApp,
    user: 'root',
    capabilities: [],
    leftovers: [],
    ready: async () => true,
    readyWithinMs: READY_WITHIN_MS,
    stop: STOP,
  }
}

function secretIn(paths: Paths): (name: string) => string {
  return (name) => path.join(paths.runData, 'secrets', name)
}

function resolverDir(paths: Paths): string {
  return path.join(paths.run, 'resolver')
}
