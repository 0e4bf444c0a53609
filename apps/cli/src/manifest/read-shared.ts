import { type LiveShared, liveShared } from '@berth/manifest'
import type { ReleaseView } from '@berth/protocol'
import type { Session } from '../session/session.ts'
import { nullIf } from './null-if.ts'

/** What its project shares and the release has not; nothing for who may not read it. */
export async function readShared(
  { api }: Session,
  { tenant, app }: { readonly tenant: string; readonly app: string },
  release: Pick<ReleaseView, 'sharedEnvNames' | 'sharedSecretNames'>,
): Promise<LiveShared> {
  const { project } = await api.apps.get.query({ tenant, app })
  const ask = { tenant, project }
  const forbidden = nullIf('auth.forbidden', 'auth.scope_missing')
  const [env, secrets] = await Promise.all([
    api.projects.env.query(ask).catch(forbidden),
    api.projects.secrets.query(ask).catch(forbidden),
  ])
  return liveShared(app, release, { env, secrets })
}
