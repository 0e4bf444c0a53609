import { BerthError } from '@berth/core'
import { type LiveApp, liveApp, type LiveBeside, liveRelease, sameImage } from '@berth/manifest'
import { explainError } from '../session/explain-error.ts'
import type { Session } from '../session/session.ts'

export type Found = LiveApp & {
  /** of its release, as one deploys it again: repository and digest */
  readonly image: string
}

type Asked = { readonly tenant: string; readonly app: string }

/** What an app has now; null when it is not there, or has no release. */
export async function readLiveApp({ api }: Session, ask: Asked): Promise<Found | null> {
  const releases = await api.releases.list.query(ask).catch(nullIf('app.not_found'))
  const release = releases && liveRelease(releases)
  if (!release) return null
  const read = await api.apps.env.query(ask).catch(nullIf('auth.forbidden', 'auth.scope_missing'))
  return { ...liveApp(release, read?.env ?? null), image: sameImage(release) }
}

/** What it has beside its release. Error: app.not_found. */
export async function readBeside({ api }: Session, ask: Asked): Promise<LiveBeside> {
  const [{ domains }, { sleepAfter }] = await Promise.all([
    api.domains.list.query(ask),
    api.apps.get.query(ask),
  ])
  return { domains: domains.map(({ host }) => host), sleepAfter }
}

function nullIf(...codes: readonly string[]): (error: unknown) => null {
  return (error) => {
    const known = explainError(error)
    if (known instanceof BerthError && codes.includes(known.code)) return null
    throw error
  }
}
