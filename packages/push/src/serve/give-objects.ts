import { type UploadPack, uploadPack } from '@berth/git'
import type { PushDeps } from '../deps.ts'
import type { Pusher } from '../ports.ts'
import { findAppId } from './find-app.ts'

/** Who reads slowly keeps a program of git busy. */
const MOST_MS = 30 * 60_000

/** Gives what was pushed to an app to a clone or fetch, when it is its tenant's turn. Errors: git.not_found, quota.exceeded. */
export async function giveObjects(
  deps: PushDeps,
  asked: Omit<UploadPack, 'repository'> & { readonly pusher: Pusher; readonly app: string },
): ReturnType<typeof uploadPack> {
  const { pusher, app, signal, ...rest } = asked
  const appId = await findAppId(deps.db, pusher.tenant.id, app)
  const { folder } = await deps.repositories.open(appId)
  return deps.turns.run(pusher.tenant.id, () =>
    uploadPack({
      ...rest,
      repository: folder,
      signal: AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]),
    }),
  )
}
