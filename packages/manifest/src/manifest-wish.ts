import type { Limits } from '@berth/core'
import { type CronEntry, cronEntrySchema } from '@berth/protocol'
import type { Manifest } from './manifest-schema.ts'
import { shellWords } from './shell-words.ts'

type GivenLimits = { -readonly [K in keyof Limits]?: number | undefined }
export type HealthWish =
  | { kind: 'none' }
  | { kind: 'port' }
  | { kind: 'http'; path: string }
  | { kind: 'command'; argv: string[] }

export type ProcessWish = {
  command?: string[]
  replicas?: number
  port?: number
  health?: HealthWish
  limits?: GivenLimits
}

/** What a deploy is asked for because of a berth.yml, in the words of a deploy: only what the file names. */
export type ManifestWish = {
  port?: number
  health?: HealthWish
  processes?: Record<string, ProcessWish>
  /** the processes that are named are all: others are taken away */
  onlyProcesses?: true
  env?: Record<string, string>
  volumes?: { volume: string; path: string; process: string; readOnly: boolean }[]
  /** null: none any more */
  releaseCommand?: string[] | null
  cron?: CronEntry[]
  options?: { drainMs: number }
}

type Process = Exclude<NonNullable<Manifest['processes']>[string], string | string[]>

/** Pure. Port and health check of `web` are the app's own. */
export function manifestWish(manifest: Manifest): ManifestWish {
  const { processes, environment, release, drain, volumes, cron } = manifest
  const all = Object.entries(processes ?? {}).map(([name, value]) => [name, whole(value)] as const)
  const web = all.find(([name]) => name === 'web')?.[1]
  return {
    ...(web?.port !== undefined && { port: web.port }),
    ...(web?.health !== undefined && { health: healthWish(web.health) }),
    ...(processes && {
      processes: Object.fromEntries(
        all.map(([name, process]) => [name, processWish(process, name === 'web')]),
      ),
      onlyProcesses: true,
    }),
    ...(environment && { env: { ...environment } }),
    ...(release !== undefined && { releaseCommand: release === null ? null : words(release) }),
    ...(drain !== undefined && { options: { drainMs: drain } }),
    ...(volumes && { volumes: Object.entries(volumes).map(([name, mount]) => mountWish(name, mount)) }),
    ...(cron && { cron: Object.entries(cron).map(([name, entry]) => cronEntry(name, entry)) }),
  }
}

/** A command alone stands for a process. */
function whole(value: NonNullable<Manifest['processes']>[string]): Process {
  return typeof value === 'string' || Array.isArray(value) ? { command: value } : value
}

function processWish({ command, instances, port, health, limits }: Process, isWeb: boolean): ProcessWish {
  return {
    ...(command !== undefined && { command: words(command) }),
    ...(instances !== undefined && { replicas: instances }),
    ...(limits && { limits: { ...limits } }),
    ...(!isWeb && port !== undefined && { port }),
    ...(!isWeb && health !== undefined && { health: healthWish(health) }),
  }
}

function mountWish(volume: string, mount: NonNullable<Manifest['volumes']>[string]) {
  const { path, process = 'web', readOnly = false } = typeof mount === 'string' ? { path: mount } : mount
  return { volume, path, process, readOnly }
}

/** What is not said is as usual. */
function cronEntry(name: string, entry: NonNullable<Manifest['cron']>[string]): CronEntry {
  const { command, deadline: deadlineMs, ...rest } = entry
  return cronEntrySchema.parse({ ...rest, name, command: words(command), deadlineMs })
}

function healthWish(health: NonNullable<Process['health']>): HealthWish {
  if (typeof health === 'object') return { kind: 'command', argv: words(health.command) }
  if (health === 'none' || health === 'port') return { kind: health }
  return { kind: 'http', path: health }
}

function words(command: string | string[]): string[] {
  return typeof command === 'string' ? shellWords(command) : [...command]
}
