import { BerthError, DEFAULT_LIMITS, type Limits } from '@berth/core'
import type { Release } from '@berth/db'
import {
  cronEntriesSchema,
  type CronEntry,
  type Health,
  type Restart,
  type RunOptions,
} from '@berth/protocol'
import { healthOf, type HealthWish, wishOf } from './health-check.ts'
import { type Processes, WEB } from './model.ts'
import { draftProcesses, noProcess, onlyNamed } from './processes/draft-processes.ts'
import { processOf } from './processes/of-process.ts'
import type { ProcessWishes } from './processes/process-fields.ts'
import { sharedEnvOf } from './projects/shared-env.ts'
import type { ResolvedImage } from './resolve-image.ts'
import { optionsOf, releaseModel, restartOf, sealedEnv } from './rows.ts'
import type { ReleaseVolume } from './volumes/release-volume.ts'
import { type SecretRefs, secretRefs } from './secrets/secret-refs.ts'

/** A release before it has a number. */
export type ReleaseDraft = {
  readonly image: string
  readonly repository: string
  readonly digest: string
  readonly processes: Processes
  readonly port: number | null
  /** name → sealed value */
  readonly env: Readonly<Record<string, string>>
  /** name → sealed value: of its project, as they are when it is written (`withSharedEnv`) */
  readonly sharedEnv: Readonly<Record<string, string>>
  readonly secrets: SecretRefs
  /** of its project, as they are when it is written */
  readonly sharedSecrets: SecretRefs
  readonly limits: Limits
  readonly health: Health
  readonly restart: Restart
  readonly options: RunOptions
  readonly volumes: readonly ReleaseVolume[]
  /** empty: none */
  readonly releaseCommand: readonly string[]
  readonly cron: readonly CronEntry[]
  readonly rollbackOf: number | null
  /** what its image was made by; null for an image that was pushed */
  readonly build: BuildOfRelease | null
  /** null: the first of its kin */
  readonly kin: string | null
}

/** The commit is null where the source was not in git. */
export type BuildOfRelease = { readonly id: string; readonly commit: string | null }

type GivenLimits = { readonly [K in keyof Limits]?: number | undefined }

const MAX_ENV = 500
const NEW_APP: Processes = { [WEB]: { replicas: 1 } }
const USUAL_RESTART: Restart = { policy: 'always' }

export function draftOf(row: Release): ReleaseDraft {
  const { image, processes, port, limits, health, volumes } = releaseModel(row)
  return {
    image,
    repository: row.repository,
    digest: row.digest,
    processes,
    port,
    env: sealedEnv(row),
    sharedEnv: sharedEnvOf({ env: row.sharedEnv }),
    secrets: secretRefs(row),
    sharedSecrets: secretRefs({ secrets: row.sharedSecrets }),
    limits,
    health,
    restart: restartOf(row),
    options: optionsOf(row),
    volumes,
    releaseCommand: row.releaseCommand,
    cron: cronEntriesSchema.parse(row.cron),
    rollbackOf: null,
    build: row.buildId === null ? null : { id: row.buildId, commit: row.commit },
    kin: row.kin,
  }
}

/** The release that a deploy asks for; what it does not give stays as in `base`. */
export function draftDeploy(
  base: ReleaseDraft | null,
  asked: {
    readonly image: ResolvedImage
    readonly port?: number | undefined
    readonly env: Readonly<Record<string, string>>
    readonly secrets: SecretRefs
    readonly limits: GivenLimits
    readonly replicas?: number | undefined
    readonly command?: readonly string[] | undefined
    readonly health?: HealthWish | undefined
    readonly restart?: Restart | undefined
    readonly options?: RunOptions | undefined
    readonly processes?: ProcessWishes | undefined
    readonly onlyProcesses?: boolean | undefined
    readonly volumes?: readonly ReleaseVolume[] | undefined
    readonly releaseCommand?: readonly string[] | null | undefined
    readonly cron?: readonly CronEntry[] | undefined
    readonly build?: BuildOfRelease | undefined
  },
): ReleaseDraft {
  const { image, command, replicas, processes = {} } = asked
  const before = base?.processes ?? NEW_APP
  const kept = asked.onlyProcesses ? onlyNamed(before, processes) : before
  const web = {
    ...processes[WEB],
    ...(command && { command: [...command] }),
    ...(replicas !== undefined && { replicas }),
  }
  const port = asked.port ?? web.port ?? base?.port ?? onlyPort(image)
  const options = { ...base?.options, ...asked.options }
  return {
    image: image.asked,
    repository: image.repository,
    digest: image.digest,
    processes: draftProcesses(kept, { ...processes, [WEB]: web }, options),
    ...withPort(port, asked.health ?? web.health ?? wishOf(base), options),
    env: merged(base?.env ?? {}, refuseSecrets(asked.env, asked.secrets), []),
    sharedEnv: base?.sharedEnv ?? {},
    secrets: asked.secrets,
    sharedSecrets: base?.sharedSecrets ?? {},
    limits: mergeLimits(base?.limits ?? DEFAULT_LIMITS, asked.limits),
    restart: asked.restart ?? base?.restart ?? USUAL_RESTART,
    options,
    volumes: asked.volumes ?? base?.volumes ?? [],
    releaseCommand: asked.releaseCommand === null ? [] : (asked.releaseCommand ?? base?.releaseCommand ?? []),
    cron: asked.cron ?? base?.cron ?? [],
    rollbackOf: null,
    // the same image was made by the same build
    build: asked.build ?? (base?.digest === image.digest ? base.build : null),
    kin: null,
  }
}

/** Error: input.invalid, for a variable to unset that is not set: it would be a release without a change. */
export function draftEnv(
  base: ReleaseDraft,
  set: Readonly<Record<string, string>>,
  unset: readonly string[],
): ReleaseDraft {
  const missing = unset.filter((name) => !Object.hasOwn(base.env, name))
  if (missing.length > 0) throw notSet(missing, Object.keys(base.env))
  return { ...base, env: merged(base.env, refuseSecrets(set, base.secrets), unset), kin: null }
}

/** It would be weaker than the secret of its name, and so without effect. Error: input.invalid. */
function refuseSecrets(
  set: Readonly<Record<string, string>>,
  secrets: SecretRefs,
): Readonly<Record<string, string>> {
  const name = Object.keys(set).find((one) => Object.hasOwn(secrets, one))
  if (name === undefined) return set
  throw new BerthError(
    'input.invalid',
    `${name} is a secret of this app: set it as such, or unset that first`,
  )
}

function notSet(missing: readonly string[], present: readonly string[]): BerthError {
  const has = present.length === 0 ? 'it has none' : `it has ${present.toSorted().join(', ')}`
  const are = missing.length === 1 ? 'is' : 'are'
  return new BerthError('input.invalid', `${missing.join(', ')} ${are} not set in this app: ${has}`, {
    details: { missing },
  })
}

export function draftLimits(
  base: ReleaseDraft,
  asked: GivenLimits & { port?: number | undefined },
): ReleaseDraft {
  return {
    ...base,
    ...withPort(asked.port ?? base.port, wishOf(base), base.options),
    limits: mergeLimits(base.limits, asked),
    kin: asked.port === undefined || asked.port === base.port ? base.kin : null,
  }
}

/** Without a command, the image's own. Error: input.invalid, for a path without a port to ask. */
export function draftRun(
  base: ReleaseDraft,
  asked: {
    readonly command?: readonly string[] | undefined
    readonly health: HealthWish
    readonly restart?: Restart | undefined
    readonly options: RunOptions
  },
): ReleaseDraft {
  const web = { command: asked.command ? [...asked.command] : null }
  return {
    ...base,
    processes: draftProcesses(base.processes, { [WEB]: web }, asked.options),
    ...withPort(base.port, asked.health, asked.options),
    restart: asked.restart ?? USUAL_RESTART,
    options: asked.options,
    kin: null,
  }
}

/** Processes that come, change and go. Errors: name.invalid, input.invalid. */
export function draftProcessTypes(base: ReleaseDraft, wishes: ProcessWishes): ReleaseDraft {
  const web = processOf(wishes, WEB)
  return {
    ...base,
    processes: draftProcesses(base.processes, wishes, base.options),
    ...withPort(web?.port ?? base.port, web?.health ?? wishOf(base), base.options),
    kin: null,
  }
}

/** Error: input.invalid, for a process that the release has not got. */
export function draftScale(base: ReleaseDraft, replicas: Readonly<Record<string, number>>): ReleaseDraft {
  const processes = { ...base.processes }
  for (const [name, count] of Object.entries(replicas)) {
    const process = processOf(processes, name)
    if (!process) throw noProcess(name, Object.keys(processes))
    processes[name] = { ...process, replicas: count }
  }
  return { ...base, processes }
}

function withPort(
  port: number | null,
  wish: HealthWish,
  options: RunOptions,
): Pick<ReleaseDraft, 'port' | 'health'> {
  return { port, health: healthOf(port, wish, options) }
}

function onlyPort(image: ResolvedImage): number | null {
  const [port = null, ...others] = image.ports
  if (others.length === 0) return port
  throw new BerthError(
    'input.invalid',
    `image ${image.asked} exposes the ports ${image.ports.join(', ')}: say which one with --port`,
    { details: { ports: image.ports } },
  )
}

function mergeLimits(base: Limits, given: GivenLimits): Limits {
  return {
    cpu: given.cpu ?? base.cpu,
    memory: given.memory ?? base.memory,
    pids: given.pids ?? base.pids,
    disk: given.disk ?? base.disk,
  }
}

function merged(
  base: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>>,
  unset: readonly string[],
): Record<string, string> {
  const env = Object.fromEntries(
    Object.entries({ ...base, ...set }).filter(([name]) => !unset.includes(name)),
  )
  if (Object.keys(env).length > MAX_ENV) {
    throw new BerthError('input.invalid', `an app has at most ${MAX_ENV} environment variables`)
  }
  return env
}
