import { parseBytes } from '@berth/core/bytes.ts'
import type { ReleaseView, Restart, RunOptions } from '@berth/protocol'
import { joinWords, splitWords } from '../../format/shell-words.ts'
import { bytesText } from '../limits/limits-form.ts'

/** How an app runs, as it is typed; empty is as usual. */
export type RunText = {
  readonly command: string
  readonly check: HealthKind
  readonly path: string
  readonly checkCommand: string
  readonly readOnly: boolean
  /** `/tmp:64M`, one or more */
  readonly tmpfs: string
  /** `nofile=1024`, one or more */
  readonly ulimits: string
  readonly stopSignal: string
  readonly stopSeconds: string
  readonly drainSeconds: string
  readonly restart: RestartPolicy
  /** starts in a row, with `on-failure` */
  readonly restartMax: string
  /** seconds, and a count */
  readonly healthInterval: string
  readonly healthTimeout: string
  readonly healthRetries: string
  readonly healthStart: string
}

export const RESTART_POLICIES = ['always', 'on-failure', 'no'] as const
type RestartPolicy = (typeof RESTART_POLICIES)[number]

export const HEALTH_KINDS = ['port', 'http', 'command', 'none'] as const
type HealthKind = (typeof HEALTH_KINDS)[number]

export type RunField =
  | ('command' | 'path' | 'checkCommand' | 'tmpfs' | 'ulimits' | 'stopSeconds')
  | ('drainSeconds' | 'restartMax' | 'healthInterval' | 'healthTimeout' | 'healthRetries' | 'healthStart')

export const EMPTY_RUN: RunText = {
  command: '',
  check: 'port',
  path: '/',
  checkCommand: '',
  readOnly: false,
  tmpfs: '',
  ulimits: '',
  stopSignal: '',
  stopSeconds: '',
  drainSeconds: '',
  restart: 'always',
  restartMax: '',
  healthInterval: '',
  healthTimeout: '',
  healthRetries: '',
  healthStart: '',
}

/** What the API takes; the server knows which signals and ulimits there are. */
export type Run = {
  command?: string[]
  health: { kind: 'port' | 'none' } | { kind: 'http'; path: string } | { kind: 'command'; argv: string[] }
  restart?: Restart
  options: RunOptions
}

/** How the app runs, or the fields that cannot be read. */
export function readRun(text: RunText): { run: Run } | { bad: readonly RunField[] } {
  const command = splitWords(text.command)
  const argv = splitWords(text.checkCommand)
  const tmpfs = words(text.tmpfs).map(readFolder)
  const ulimits = words(text.ulimits).map(readUlimit)
  const seconds = Number(text.stopSeconds)
  const bad: RunField[] = []
  if (command === null) bad.push('command')
  if (text.check === 'http' && !/^\/[!-~]*$/.test(text.path)) bad.push('path')
  if (text.check === 'command' && !argv?.length) bad.push('checkCommand')
  if (tmpfs.includes(null)) bad.push('tmpfs')
  if (ulimits.includes(null)) bad.push('ulimits')
  if (!(seconds >= 0 && seconds <= 600)) bad.push('stopSeconds')
  bad.push(
    ...NUMBERS.filter(({ name, least, most }) => !isWithin(text[name], least, most)).map(({ name }) => name),
  )
  if (bad.length > 0) return { bad }
  const folders = tmpfs.filter((folder) => folder !== null)
  const limits = ulimits.filter((limit) => limit !== null)
  const options = {
    ...(text.readOnly && { readOnly: true }),
    ...(folders.length > 0 && { tmpfs: folders }),
    ...(limits.length > 0 && { ulimits: Object.fromEntries(limits) }),
    ...(text.stopSignal !== '' && { stopSignal: text.stopSignal }),
    ...(text.stopSeconds.trim() !== '' && { stopTimeoutMs: Math.round(seconds * 1000) }),
    ...(text.drainSeconds.trim() !== '' && { drainMs: Number(text.drainSeconds) * 1000 }),
    ...healthTimes(text),
  } as RunOptions // names are the server's to check: its list would bring its whole schema along
  return {
    run: {
      ...(command?.length && { command }),
      health: healthOf(text, argv ?? []),
      ...restartOf(text),
      options,
    },
  }
}

/** The form of a release that runs. */
export function runText({ processes, health, restart, options }: ReleaseView): RunText {
  return {
    ...EMPTY_RUN,
    command: joinWords(processes['web']?.command ?? []),
    check: health.kind === 'tcp' ? 'port' : health.kind,
    ...(health.kind === 'http' && { path: health.path }),
    ...(health.kind === 'command' && { checkCommand: joinWords(health.argv) }),
    readOnly: options.readOnly ?? false,
    tmpfs: (options.tmpfs ?? []).map(({ path, bytes }) => `${path}:${bytesText(bytes)}`).join(' '),
    ulimits: Object.entries(options.ulimits ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    stopSignal: options.stopSignal ?? '',
    stopSeconds: options.stopTimeoutMs === undefined ? '' : String(options.stopTimeoutMs / 1000),
    drainSeconds: secondsText(options.drainMs),
    restart: restart.policy,
    restartMax: String(restart.max ?? ''),
    healthInterval: secondsText(options.healthIntervalMs),
    healthTimeout: secondsText(options.healthTimeoutMs),
    healthRetries: String(options.healthRetries ?? ''),
    healthStart: secondsText(options.healthStartPeriodMs),
  }
}

function healthOf(text: RunText, argv: string[]): Run['health'] {
  switch (text.check) {
    case 'http':
      return { kind: 'http', path: text.path }
    case 'command':
      return { kind: 'command', argv }
    default:
      return { kind: text.check }
  }
}

/** Numbers that may be left empty. */
const NUMBERS = [
  { name: 'drainSeconds', least: 0, most: 300 },
  { name: 'restartMax', least: 1, most: 999_999 },
  { name: 'healthInterval', least: 1, most: 3600 },
  { name: 'healthTimeout', least: 1, most: 300 },
  { name: 'healthRetries', least: 1, most: 100 },
  { name: 'healthStart', least: 1, most: 540 },
] as const

function isWithin(text: string, least: number, most: number): boolean {
  const number = Number(text)
  return text.trim() === '' || (Number.isInteger(number) && number >= least && number <= most)
}

function restartOf({ restart, restartMax }: RunText): Pick<Run, 'restart'> {
  if (restart === 'always') return {}
  const isCounted = restart === 'on-failure' && restartMax.trim() !== ''
  return { restart: { policy: restart, ...(isCounted && { max: Number(restartMax) }) } }
}

function healthTimes(text: RunText): RunOptions {
  const { healthInterval, healthTimeout, healthRetries, healthStart } = text
  return {
    ...(healthInterval.trim() !== '' && { healthIntervalMs: Number(healthInterval) * 1000 }),
    ...(healthTimeout.trim() !== '' && { healthTimeoutMs: Number(healthTimeout) * 1000 }),
    ...(healthRetries.trim() !== '' && { healthRetries: Number(healthRetries) }),
    ...(healthStart.trim() !== '' && { healthStartPeriodMs: Number(healthStart) * 1000 }),
  }
}

function secondsText(ms: number | undefined): string {
  return ms === undefined ? '' : String(Math.ceil(ms / 1000))
}

function readFolder(text: string): { path: string; bytes: number } | null {
  const [path = '', size = ''] = text.split(':')
  const bytes = parseBytes(size)
  return path.startsWith('/') && bytes !== undefined ? { path, bytes } : null
}

function readUlimit(text: string): readonly [string, number] | null {
  const [, name, value] = /^([a-z]+)=(\d+)$/.exec(text) ?? []
  return name === undefined ? null : [name, Number(value)]
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}
