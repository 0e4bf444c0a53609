import {
  type Change,
  type LiveApp,
  liveApp,
  type LiveBeside,
  liveRelease,
  planShared,
  sameImage,
} from '@berth/manifest'
import type { Session } from '../session/session.ts'
import { nullIf } from './null-if.ts'
import { readShared } from './read-shared.ts'

export type Found = LiveApp & {
  /** of its release, as one deploys it again: repository and digest */
  readonly image: string
  /** what its next deploy brings of its project, whatever it is for */
  readonly shared: readonly Change[]
}

type Asked = { readonly tenant: string; readonly app: string }

/** What an app has now; null when it is not there, or has no release. */
export async function readLiveApp(session: Session, ask: Asked): Promise<Found | null> {
  const { api } = session
  const releases = await api.releases.list.query(ask).catch(nullIf('app.not_found'))
  const release = releases && liveRelease(releases)
  if (!release) return null
  const read = await api.apps.env.query(ask).catch(nullIf('auth.forbidden', 'auth.scope_missing'))
  const shared = planShared(await readShared(session, ask, release))
  return { ...liveApp(release, read?.env ?? null), image: sameImage(release), shared }
}

/** What it has beside its release. Error: app.not_found. */
export async function readBeside({ api }: Session, ask: Asked): Promise<LiveBeside> {
  const [{ domains }, { sleepAfter }] = await Promise.all([
    api.domains.list.query(ask),
    api.apps.get.query(ask),
  ])
  return { domains: domains.map(({ host }) => host), sleepAfter }
}
