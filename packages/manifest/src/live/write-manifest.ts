import type { Limits } from '@berth/core'
import type { CronEntry, Health } from '@berth/protocol'
import { stringify } from 'yaml'
import { type LiveBeside, NOTHING_BESIDE } from '../beside/plan-beside.ts'
import { sleepText } from '../beside/sleep-text.ts'
import type { ManifestText } from '../manifest-schema.ts'
import type { LiveApp } from './live-app.ts'
import { showSeconds } from './show-values.ts'

/**
 * The berth.yml of an app as it is: reading it changes nothing. Secrets are not in it, nor values that whoever asks may
 * not read. Pure.
 */
export function writeManifest(live: LiveApp, { domains, sleepAfter }: LiveBeside = NOTHING_BESIDE): string {
  const text: ManifestText = {
    processes: Object.fromEntries(
      Object.entries(live.processes).map(([name, process]) => [name, processText(name, process, live)]),
    ),
    ...filled('environment', environmentText(live)),
    ...(live.releaseCommand && { release: commandText(live.releaseCommand) }),
    ...(live.drainMs !== null && { drain: showSeconds(live.drainMs) }),
    ...filled('volumes', volumesText(live)),
    ...filled('cron', Object.fromEntries(live.cron.map((entry) => [entry.name, cronText(entry)]))),
    ...filled('domains', [...domains]),
    ...(sleepAfter !== null && { sleep: sleepText(sleepAfter) }),
  }
  return stringify(text, { lineWidth: 0 })
}

function filled<K extends string, V extends object>(key: K, value: V): { [key in K]?: V } {
  return Object.keys(value).length === 0 ? {} : ({ [key]: value } as { [key in K]: V })
}

type Process = LiveApp['processes'][string]

function processText(name: string, process: Process, live: LiveApp) {
  const isWeb = name === 'web'
  const { command, replicas } = process
  const port = isWeb ? live.port : process.port
  const health = healthText(isWeb ? live.health : process.health)
  const limits = limitsText({ ...live.limits, ...process.limits })
  return {
    ...(command && { command: commandText(command) }),
    instances: replicas,
    ...(port !== null && { port, health }),
    ...(port === null && health !== 'none' && { health }),
    limits,
  }
}

/** A line where a shell runs one. */
function commandText(words: readonly string[]): string | string[] {
  const [shell, flag, line = ''] = words
  const isLine = words.length === 3 && shell === '/bin/sh' && flag === '-c' && line.startsWith('exec ')
  return isLine ? line.slice('exec '.length) : [...words]
}

function healthText(health: Health) {
  switch (health.kind) {
    case 'none':
      return 'none' as const
    case 'tcp':
      return 'port' as const
    case 'http':
      return health.path
    case 'command':
      return { command: [...health.argv] }
  }
}

/** Exact, which a rounded size is not. */
function limitsText({ cpu, memory, disk, pids }: Limits) {
  return { cpu, memory: sizeText(memory), disk: sizeText(disk), pids }
}

function sizeText(bytes: number): string | number {
  const unit = (['G', 'M', 'K'] as const).find((_, index) => bytes % 1024 ** (3 - index) === 0)
  if (unit === undefined) return bytes
  return `${bytes / 1024 ** ({ G: 3, M: 2, K: 1 } as const)[unit]}${unit}`
}

function environmentText({ env }: LiveApp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )
}

/** One volume that several processes see cannot be written down: the first one is. */
function volumesText({ volumes }: LiveApp) {
  const firsts = volumes.filter(({ name }, index) => volumes.findIndex((one) => one.name === name) === index)
  return Object.fromEntries(
    firsts.map(({ name, path, process, readOnly }) => {
      const isPlain = process === 'web' && !readOnly
      return [name, isPlain ? path : { path, process, ...(readOnly && { readOnly }) }]
    }),
  )
}

function cronText({ schedule, timezone, command, concurrency, deadlineMs }: CronEntry) {
  return {
    schedule,
    command: commandText(command),
    timezone,
    concurrency,
    deadline: showSeconds(deadlineMs),
  }
}
