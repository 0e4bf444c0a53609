import type { ContainerSpec } from '@berth/protocol'
import type { LocalImage, Snapshot } from '@berth/image'
import type { Attachment } from '@berth/network'
import type { ContainerRequest, RunLimits, VolumeMount } from '@berth/runtime'
import { wantsInit } from './wants-init.ts'

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const LOG_LIMITS = { maxBytes: 10 * 1024 * 1024, maxSegments: 5 }

/** Name within its own network: `<app>-<process>-<instance>`, as long as a host name may be. */
export function hostnameOf(spec: ContainerSpec): string {
  const [own] = spec.names ?? []
  if (own !== undefined) return own
  return `${spec.app.name}-${spec.process}`.slice(0, 58).replace(/-+$/, '') + `-${spec.instance}`
}

/** What its project calls it: `<process>.<app>`, and the app's own name for those that answer for it. */
export function namesOf(spec: ContainerSpec): readonly string[] {
  if (spec.names) return spec.names
  const own = `${spec.process}.${spec.app.name}`
  return spec.process === 'web' || spec.port !== undefined ? [spec.app.name, own] : [own]
}

/** The image's own, then the platform's, then what the user set. */
export function environmentOf(spec: ContainerSpec, image: LocalImage): Readonly<Record<string, string>> {
  const fromImage = (image.config.config?.Env ?? []).map(splitVariable)
  return {
    PATH: DEFAULT_PATH,
    ...Object.fromEntries(fromImage),
    ...(spec.port === undefined ? {} : { PORT: String(spec.port) }),
    BERTH_TENANT: spec.tenant.name,
    BERTH_PROJECT: spec.project.name,
    BERTH_APP: spec.app.name,
    BERTH_PROCESS: spec.process,
    BERTH_INSTANCE: String(spec.instance),
    BERTH_RELEASE: String(spec.release),
    BERTH_CONTAINER: spec.id,
    ...spec.env,
  }
}

/** The command of the specification replaces the image's entrypoint and cmd. Empty when nobody named one. */
export function argvOf(spec: ContainerSpec, image: LocalImage): readonly string[] {
  const config = image.config.config
  return spec.command ?? [...(config?.Entrypoint ?? []), ...(config?.Cmd ?? [])]
}

/** Everything that the runtime is asked for. */
export function containerRequest(parts: {
  spec: ContainerSpec
  image: LocalImage
  snapshot: Snapshot
  attachment: Attachment
  volumes: readonly VolumeMount[]
  ids: { start: number; size: number }
}): ContainerRequest {
  const { spec, image, snapshot, attachment } = parts
  const config = image.config.config
  const hostname = hostnameOf(spec)
  const argv = argvOf(spec, image)
  return {
    id: spec.id,
    rootfs: { lower: snapshot.lower, upper: snapshot.upper, work: snapshot.work },
    process: {
      argv,
      env: environmentOf(spec, image),
      secretEnv: spec.secrets?.env ?? {},
      cwd: config?.WorkingDir || '/',
      user: config?.User || '0',
      tty: spec.job?.attended === 'terminal',
      attended: spec.job?.attended !== undefined,
    },
    hostname,
    netnsPath: attachment.netnsPath,
    limits: limitsOf(spec),
    ids: parts.ids,
    volumes: parts.volumes,
    ...optionsOf(spec),
    init: spec.idle === true || wantsInit(spec.options?.init, argv),
    idle: spec.idle === true,
    files: [
      { destination: '/etc/resolv.conf', content: attachment.resolvConf },
      { destination: '/etc/hosts', content: attachment.hosts },
      { destination: '/etc/hostname', content: `${hostname}\n` },
    ],
    secretFiles: spec.secrets?.files ?? {},
    stopSignal: spec.stop.signal ?? config?.StopSignal ?? 'SIGTERM',
    log: LOG_LIMITS,
  }
}

/** As the runtime is to hold it to them. */
export function limitsOf({ limits, burst }: ContainerSpec): RunLimits {
  return burst === undefined ? limits : { ...limits, burst }
}

/** A folder in memory is never larger than the memory that it counts as. */
function optionsOf({ options = {}, limits }: ContainerSpec) {
  const { readOnly = false, tmpfs = [], ulimits = {} } = options
  return {
    readonlyRoot: readOnly,
    tmpfs: tmpfs.map(({ path, bytes }) => ({ destination: path, bytes: Math.min(bytes, limits.memory) })),
    rlimits: Object.fromEntries(
      Object.entries(ulimits).map(([name, value]) => [`RLIMIT_${name.toUpperCase()}`, value]),
    ),
  }
}

function splitVariable(variable: string): readonly [string, string] {
  const at = variable.indexOf('=')
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)]
}
