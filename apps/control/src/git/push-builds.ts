import type { BlobStore } from '@berth/blob'
import { type BuildHints, type BuildService, followBuild, receiveSource } from '@berth/build/service'
import { type Db, forTenant } from '@berth/db'
import { buildRecipeSchema } from '@berth/protocol'
import type { PushBuilds } from '@berth/push'

/** Builds, as pushes ask for them. */
export function pushBuilds(deps: {
  readonly db: Db
  readonly sources: BlobStore
  readonly builds: Pick<BuildService, 'startApp' | 'cancel'>
  readonly hints: Pick<BuildHints, 'watch'>
}): PushBuilds {
  const { db, sources, builds, hints } = deps
  return {
    keepSource: (source) => receiveSource({ db, store: sources }, source),
    start: ({ sourceId, origin, sourceDateEpoch, ...request }) =>
      builds.startApp({
        ...request,
        ...{ source: sourceId, origin, wish: {} },
        recipe: buildRecipeSchema.parse({ sourceDateEpoch }),
      }),
    cancel: (ask) => builds.cancel(ask),
    follow: (tenantId, id) => followBuild({ db: forTenant(db, tenantId), hints }, id),
    cancelHint: (id) => `berth builds cancel ${id}`,
  }
}
