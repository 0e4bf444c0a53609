import { formatBytes } from '@berth/core/bytes.ts'
import type { Health, ReleaseView, RunOptions } from '@berth/protocol'
import { joinWords } from '../../../format/shell-words.ts'

/** What a release is made of, in the order in which it is shown. */
export const RELEASE_FACTS = [
  ...([
    'image',
    'command',
    'port',
    'health',
    'healthTimes',
    'replicas',
    'cpu',
    'memory',
    'pids',
    'disk',
  ] as const),
  ...([
    'restart',
    'readOnly',
    'tmpfs',
    'ulimits',
    'stop',
    'env',
    'sharedEnv',
    'secrets',
    'sharedSecrets',
  ] as const),
] as const

export type ReleaseFact = (typeof RELEASE_FACTS)[number]

/** The configuration in signs that need no translation; null is what one has who says nothing. */
export function releaseFacts(release: ReleaseView): Record<ReleaseFact, string | null> {
  const { limits, options } = release
  return {
    image: `${release.image} (${release.digest.slice(7, 19)})`,
    command: perProcess(release, ({ command }) => (command === null ? null : joinWords(command))),
    port: release.port === null ? null : String(release.port),
    health: healthText(release.health),
    healthTimes: timesText(options),
    replicas: perProcess(release, ({ replicas }) => String(replicas)),
    cpu: String(limits.cpu),
    memory: formatBytes(limits.memory),
    pids: String(limits.pids),
    disk: formatBytes(limits.disk),
    restart: restartText(release.restart),
    readOnly: options.readOnly ? '✓' : null,
    tmpfs: listed(options.tmpfs?.map(({ path, bytes }) => `${path} ${formatBytes(bytes)}`)),
    ulimits: listed(Object.entries(options.ulimits ?? {}).map(([name, value]) => `${name}=${value}`)),
    stop: stopText(options),
    env: listed(release.envNames.toSorted()),
    sharedEnv: listed(release.sharedEnvNames),
    secrets: listed(release.secrets.map(({ name, version }) => `${name} (${version})`)),
    sharedSecrets: listed(release.sharedSecretNames),
  }
}

type Process = ReleaseView['processes'][string]

/** Without the name of the process where there is only one. */
function perProcess({ processes }: ReleaseView, text: (process: Process) => string | null): string | null {
  const all = Object.entries(processes)
  const [only] = all
  if (only && all.length === 1) return text(only[1])
  return listed(
    all.flatMap(([name, process]) => {
      const said = text(process)
      return said === null ? [] : [`${name}: ${said}`]
    }),
  )
}

function healthText(health: Health): string | null {
  switch (health.kind) {
    case 'none':
      return null
    case 'tcp':
      return `TCP ${health.port}`
    case 'http':
      return `GET ${health.path}`
    case 'command':
      return joinWords(health.argv)
  }
}

/** In the flags' words, which need no translation. */
function timesText(options: RunOptions): string | null {
  const { healthIntervalMs, healthTimeoutMs, healthRetries, healthStartPeriodMs } = options
  const seconds = (name: string, ms: number | undefined) =>
    ms === undefined ? [] : [`${name} ${ms / 1000} s`]
  return listed([
    ...seconds('interval', healthIntervalMs),
    ...seconds('timeout', healthTimeoutMs),
    ...(healthRetries === undefined ? [] : [`retries ${healthRetries}`]),
    ...seconds('start-period', healthStartPeriodMs),
  ])
}

function restartText({ policy, max }: ReleaseView['restart']): string {
  return max === undefined ? policy : `${policy} (${max})`
}

function stopText({ stopSignal, stopTimeoutMs, drainMs }: RunOptions): string | null {
  return listed([
    ...(stopSignal === undefined ? [] : [stopSignal]),
    ...(stopTimeoutMs === undefined ? [] : [`${stopTimeoutMs / 1000} s`]),
    ...(drainMs === undefined ? [] : [`drain ${drainMs / 1000} s`]),
  ])
}

function listed(parts: readonly string[] = []): string | null {
  return parts.length === 0 ? null : parts.join(' · ')
}
