import type { Health, ProcessView, ReleaseView } from '@berth/protocol'
import type { Limits } from '@berth/core'

/** An app as its release has it, as far as a berth.yml says something of it. */
export type LiveApp = {
  readonly port: number | null
  readonly health: Health
  readonly limits: Limits
  readonly processes: Readonly<Record<string, ProcessView>>
  readonly volumes: ReleaseView['volumes']
  readonly releaseCommand: readonly string[] | null
  readonly cron: ReleaseView['cron']
  /** null: as usual */
  readonly drainMs: number | null
  /** values; null for one that whoever asks may not read */
  readonly env: Readonly<Record<string, string | null>>
}

/** The release of an app that a change builds on: the one that serves, else the newest. */
export function liveRelease(newestFirst: readonly ReleaseView[]): ReleaseView | undefined {
  return newestFirst.find(({ current }) => current) ?? newestFirst[0]
}

/** `env`: its values; null for who may not read them. */
export function liveApp(release: ReleaseView, env: Readonly<Record<string, string>> | null): LiveApp {
  const { port, health, limits, processes, volumes, releaseCommand, cron, envNames } = release
  return {
    ...{ port, health, limits, processes, volumes, releaseCommand, cron },
    drainMs: release.options.drainMs ?? null,
    env: env ?? Object.fromEntries(envNames.map((name) => [name, null])),
  }
}

/** Its image as one deploys it again: repository and digest. */
export function sameImage({ image, digest }: Pick<ReleaseView, 'image' | 'digest'>): string {
  return `${image.replace(/@.*$|:[^:/]*$/, '')}@${digest}`
}
