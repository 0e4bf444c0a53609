import { BerthError } from '@berth/core'
import type { ReleaseDraft } from '../release-draft.ts'
import { processOf } from '../processes/of-process.ts'

const KIB = 1024

/** Bytes of all that a release says of itself: it goes to each node that runs it, in one message. */
const MAX_CONFIG = 256 * KIB

/** Bytes of the values of its secrets together. */
const MAX_SECRETS_BYTES = 512 * KIB

/** base64 of a sealed value: a little more than the value itself has */
const PLAIN_SHARE = 3 / 4

export type SizedRelease = Pick<
  ReleaseDraft,
  'env' | 'processes' | 'releaseCommand' | 'cron' | 'health' | 'options' | 'volumes'
>

/** `secrets`: name → length of its sealed value. Error: release.too_large, which names what takes most. */
export function checkReleaseSize(draft: SizedRelease, secrets: ReadonlyMap<string, number>): void {
  checkConfig(draft)
  checkSecrets(secrets)
}

function checkConfig(draft: SizedRelease): void {
  const parts = {
    'variables of the environment': environmentBytes(draft.env),
    'its commands': jsonBytes([commandsOf(draft), draft.releaseCommand]),
    'its cron entries': jsonBytes(draft.cron),
    'its health checks and options': jsonBytes([draft.health, healthsOf(draft), draft.options]),
    'its volumes': jsonBytes(draft.volumes),
  }
  const bytes = Object.values(parts).reduce((sum, part) => sum + part, 0)
  if (bytes <= MAX_CONFIG) return
  const [[name, most] = ['', 0]] = Object.entries(parts).toSorted(([, a], [, b]) => b - a)
  throw tooLarge(
    `environment, commands, cron entries and options of a release take at most ${kib(MAX_CONFIG)} together, and these take ${kib(bytes)}: ${name} take ${kib(most)}; put what is large into a file of the image or of a volume`,
    { bytes, most: MAX_CONFIG, part: name },
  )
}

/** Also of what is set before there is a release. Error: release.too_large. */
export function checkSecrets(secrets: ReadonlyMap<string, number>, owner: 'app' | 'project' = 'app'): void {
  const sizes = [...secrets].map(([name, sealed]) => [name, plainBytes(sealed)] as const)
  const bytes = sizes.reduce((sum, [, size]) => sum + size, 0)
  if (bytes <= MAX_SECRETS_BYTES) return
  const [[name, most] = ['', 0]] = sizes.toSorted(([, a], [, b]) => b - a)
  throw tooLarge(
    `the secrets of ${owner === 'app' ? 'an app' : 'a project'} take at most ${kib(MAX_SECRETS_BYTES)} together, and these take ${kib(bytes)}: the largest is ${name} with ${kib(most)}`,
    { bytes, most: MAX_SECRETS_BYTES, part: name },
  )
}

function tooLarge(message: string, details: Readonly<Record<string, unknown>>): BerthError {
  return new BerthError('release.too_large', message, { details })
}

function environmentBytes(env: SizedRelease['env']): number {
  return Object.entries(env).reduce((sum, [name, sealed]) => sum + name.length + plainBytes(sealed.length), 0)
}

function commandsOf({ processes }: SizedRelease): unknown[] {
  return Object.keys(processes).map((name) => [name, processOf(processes, name)?.command ?? null])
}

function healthsOf({ processes }: SizedRelease): unknown[] {
  return Object.keys(processes).map((name) => processOf(processes, name)?.health ?? null)
}

function plainBytes(sealed: number): number {
  return Math.floor(sealed * PLAIN_SHARE)
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

function kib(bytes: number): string {
  return `${Math.ceil(bytes / KIB)} KiB`
}
