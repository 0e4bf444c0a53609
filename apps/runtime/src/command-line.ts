import { BerthError } from '@berth/core'
import { openCommandCgroups } from '@berth/runtime/command/open-command-cgroups'
import { type CommandLog, createCommandLog } from './command-log.ts'
import type { Env } from './env.ts'
import { parseOptions } from './options/parse-options.ts'
import type { Command } from './session.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'
import { versionText } from './version.ts'

/** What the process is, as seen by its command line. */
export type Host = {
  readonly env: Env
  readonly init: string
  readonly now: () => Date
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
}

const DEFAULT_ROOT = '/run/berth-runtime'

/** Each command is loaded only when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  create: async () => (await import('./commands/create.ts')).create,
  delete: async () => (await import('./commands/delete.ts')).remove,
  events: async () => (await import('./commands/events.ts')).events,
  exec: async () => (await import('./commands/exec.ts')).exec,
  features: async () => (await import('./commands/features.ts')).features,
  kill: async () => (await import('./commands/kill.ts')).kill,
  list: async () => (await import('./commands/list.ts')).list,
  pause: async () => (await import('./commands/pause.ts')).pause,
  ps: async () => (await import('./commands/ps.ts')).ps,
  resume: async () => (await import('./commands/pause.ts')).resume,
  run: async () => (await import('./commands/run.ts')).run,
  spec: async () => (await import('./commands/spec.ts')).spec,
  start: async () => (await import('./commands/start.ts')).start,
  state: async () => (await import('./commands/state.ts')).state,
  update: async () => (await import('./commands/update.ts')).update,
}

/** Runs one command line and resolves with its exit code; what went wrong is in the log and on stderr. */
export async function runCommandLine(argv: readonly string[], host: Host): Promise<number> {
  let log = openLog(host, {})
  try {
    const { options, rest } = parseOptions(GLOBAL_OPTIONS, argv, { interspersed: false })
    log = openLog(host, options)
    const [name, ...words] = rest
    if (options.version) return say(host, versionText())
    if (options.help || name === undefined || name === 'help') return await help(host, words[0])
    const load = COMMANDS[name]
    if (!load) throw new BerthError('input.invalid', `unknown command "${name}": see berth-runtime --help`)
    if (asksHelp(name, words)) return await help(host, name)
    const warn = (message: string) => log('warning', message)
    const context = {
      root: options.root ?? DEFAULT_ROOT,
      init: host.init,
      ...openCommandCgroups(cgroupManager(options), { init: host.init, warn }),
      now: host.now,
      environment: host.env.all,
      warn,
    }
    const command = await load()
    return await command({ context, env: host.env, print: (line) => host.stdout(`${line}\n`) }, words)
  } catch (error) {
    log('error', error instanceof Error ? error.message : String(error))
    return 1
  }
}

function openLog(
  host: Host,
  options: {
    readonly log?: string | undefined
    readonly 'log-format'?: string | undefined
    readonly debug?: boolean
  },
): CommandLog {
  const format = options['log-format'] ?? 'text'
  if (format !== 'text' && format !== 'json') {
    throw new BerthError('input.invalid', `--log-format is text or json, not "${format}"`)
  }
  const { now, stderr } = host
  return createCommandLog({ file: options.log, format, debug: options.debug ?? false, now, stderr })
}

function cgroupManager(options: {
  readonly 'systemd-cgroup': boolean
  readonly 'cgroup-manager': string | undefined
}): 'cgroupfs' | 'systemd' | 'disabled' {
  const manager = options['cgroup-manager'] ?? (options['systemd-cgroup'] ? 'systemd' : 'cgroupfs')
  if (manager === 'cgroupfs' || manager === 'systemd' || manager === 'disabled') return manager
  throw new BerthError('input.invalid', `--cgroup-manager is cgroupfs, systemd or disabled, not "${manager}"`)
}

/** What stands behind a program's name is the program's own. */
function asksHelp(name: string, words: readonly string[]): boolean {
  const own = TAKES_PROGRAM.includes(name) ? words.slice(0, 1) : words
  return own.includes('--help') || own.includes('-h')
}

const TAKES_PROGRAM: readonly string[] = ['exec', 'ps']

async function help(host: Host, name: string | undefined): Promise<number> {
  const { formatCommandHelp, formatHelp } = await import('./help/format-help.ts')
  return say(host, name === undefined ? formatHelp() : formatCommandHelp(name))
}

function say(host: Host, text: string): number {
  host.stdout(text)
  return 0
}
