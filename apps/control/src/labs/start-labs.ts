import type { BlobStore } from '@berth/blob'
import { type BuildService, receiveSource } from '@berth/build/service'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import { type LabKeeper, startLabKeeper } from '@berth/sandbox/labs'

/** Builds what labs are made of, until it is closed. */
export function startLabs(deps: {
  readonly db: Db
  readonly sources: BlobStore
  readonly builds: Pick<BuildService, 'startImage'>
  readonly log: Logger
}): LabKeeper {
  const { db, sources, builds, log } = deps
  return startLabKeeper({
    ...{ db, log },
    keepSource: (source) => receiveSource({ db, store: sources }, source),
    startBuild: ({ recipe, ...request }) =>
      builds.startImage({ ...request, recipe: { ...recipe, secrets: [] } }),
  })
}
