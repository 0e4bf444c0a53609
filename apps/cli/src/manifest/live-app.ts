import { BerthError } from '@berth/core'
import type { LiveApp } from '@berth/manifest'
import { explainError } from '../session/explain-error.ts'
import type { Session } from '../session/session.ts'

export type Found = LiveApp & {
  /** of its release, as one deploys it again: repository and digest */
  readonly image: string
}

/** What an app has now; null when it is not there, or has no release. */
export async function readLiveApp(
  { api }: Session,
  ask: { readonly tenant: string; readonly app: string },
): Promise<Found | null> {
  const releases = await api.releases.list.query(ask).catch(nullIf('app.not_found'))
  const release = releases?.find(({ current }) => current) ?? releases?.[0]
  if (!release) return null
  const hidden = { env: Object.fromEntries(release.envNames.map((name) => [name, null])) }
  const { env } =
    (await api.apps.env.query(ask).catch(nullIf('auth.forbidden', 'auth.scope_missing'))) ?? hidden
  const { port, health, limits, processes, digest, volumes, releaseCommand, cron } = release
  return {
    ...{ volumes, releaseCommand, cron },
    port,
    health,
    limits,
    processes,
    env,
    image: `${release.image.replace(/@.*$|:[^:/]*$/, '')}@${digest}`,
  }
}

function nullIf(...codes: readonly string[]): (error: unknown) => null {
  return (error) => {
    const known = explainError(error)
    if (known instanceof BerthError && codes.includes(known.code)) return null
    throw error
  }
}
