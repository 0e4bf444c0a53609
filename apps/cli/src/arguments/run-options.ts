import { type Restart, type RunOptions, runOptionsSchema, STOP_SIGNALS, ULIMITS } from '@berth/protocol'
import { given } from './given.ts'
import { parseDuration } from './moment.ts'
import { parseSize } from './size.ts'
import { UsageError } from './usage-error.ts'

export type RunFlags = {
  readonly readOnly?: boolean
  readonly init?: boolean
  /** false by --no-tmpfs: none any more */
  readonly tmpfs?: readonly string[] | false
  readonly ulimit?: readonly string[] | false
  readonly stopSignal?: string
  readonly stopTimeout?: number
  readonly drainTimeout?: number
  readonly healthInterval?: string
  readonly healthTimeout?: string
  readonly healthRetries?: number
  readonly healthStartPeriod?: string
}

/** Flags of how an app runs; undefined when there are none. Error: UsageError, naming the option. */
export function parseRunOptions(flags: RunFlags): RunOptions | undefined {
  const { readOnly, init, stopTimeout, drainTimeout } = flags
  const options = given({
    readOnly,
    init,
    tmpfs: flags.tmpfs === false ? [] : flags.tmpfs?.map(parseTmpfs),
    ulimits: flags.ulimit === false ? {} : flags.ulimit && Object.fromEntries(flags.ulimit.map(parseUlimit)),
    stopSignal: flags.stopSignal === undefined ? undefined : parseSignal(flags.stopSignal),
    stopTimeoutMs: stopTimeout === undefined ? undefined : stopTimeout * 1000,
    drainMs: drainTimeout === undefined ? undefined : drainTimeout * 1000,
    healthIntervalMs: parseTime('--health-interval', flags.healthInterval),
    healthTimeoutMs: parseTime('--health-timeout', flags.healthTimeout),
    healthRetries: flags.healthRetries,
    healthStartPeriodMs: parseTime('--health-start-period', flags.healthStartPeriod),
  })
  if (Object.keys(options).length === 0) return undefined
  const parsed = runOptionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  throw new UsageError(parsed.error.issues.map((issue) => sayIssue(issue, flags)).join('; '))
}

/** The schema's message, after the option as it was written. */
function sayIssue(issue: { path: readonly PropertyKey[]; message: string }, flags: RunFlags): string {
  const [field, index] = issue.path
  switch (field) {
    case 'tmpfs':
      return `--tmpfs ${(flags.tmpfs || [])[Number(index)] ?? ''}: ${issue.message}; write it as /tmp:64M`
    case 'ulimits':
      return `--ulimit ${String(index)}: ${issue.message}; write it as nofile=1024`
    case 'healthIntervalMs':
      return `--health-interval ${flags.healthInterval}: from 1s to 1h`
    case 'healthTimeoutMs':
      return `--health-timeout ${flags.healthTimeout}: from 1s to 5m`
    case 'healthStartPeriodMs':
      return `--health-start-period ${flags.healthStartPeriod}: from 1s to 9m`
    default:
      return issue.message
  }
}

function parseTmpfs(text: string): { path: string; bytes: number } {
  const [path = '', size] = text.split(':')
  if (!size) throw new UsageError(`--tmpfs ${text} has no size: write it as /tmp:64M`)
  return { path, bytes: parseSize('--tmpfs', size) }
}

function parseUlimit(text: string): readonly [string, number] {
  const [name = '', value = ''] = text.split('=')
  if (!/^\d+$/.test(value)) throw new UsageError(`--ulimit ${text} is no limit: write it as nofile=1024`)
  if (ULIMITS.some((known) => known === name)) return [name, Number(value)]
  throw new UsageError(
    `--ulimit ${text}: there is no limit "${name}", choose of ${ULIMITS.join(', ')}; write it as nofile=1024`,
  )
}

function parseTime(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ms = parseDuration(text)
  if (ms !== undefined) return ms
  throw new UsageError(`${option} ${text} is no time: write it as 30s or 2m`)
}

/** `always`, `no`, `on-failure` or `on-failure:3`. Error: UsageError. */
export function parseRestart(text: string): Restart {
  if (text === 'always' || text === 'no' || text === 'on-failure') return { policy: text }
  const [, starts] = /^on-failure:([1-9]\d{0,5})$/.exec(text) ?? []
  if (starts !== undefined) return { policy: 'on-failure', max: Number(starts) }
  throw new UsageError(`--restart ${text}: choose of always, on-failure, on-failure:3 and no`)
}

function parseSignal(text: string): string {
  const name = `SIG${text.toUpperCase().replace(/^SIG/, '')}`
  if (STOP_SIGNALS.some((known) => known === name)) return name
  throw new UsageError(`--stop-signal ${text}: choose of ${STOP_SIGNALS.join(', ')}`)
}
