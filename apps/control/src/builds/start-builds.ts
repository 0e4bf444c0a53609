import type { BlobStore } from '@berth/blob'
import { type BuildKeeper, createBuildKeeper, reapSources, retainBuilds } from '@berth/build/service'
import { systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type { DeployService, SecretBox } from '@berth/deploy'
import type { Logger } from '@berth/log'
import type { Queues } from '@berth/queue'
import { every } from '../every.ts'
import { buildDeploys } from './build-deploys.ts'

const TIDY_MS = 15 * 60_000

/** Keeps builds going and tidies up after them, until it is stopped. */
export function startBuilds(deps: {
  readonly db: Db
  readonly sources: BlobStore
  readonly secrets: SecretBox
  readonly deploy: Pick<DeployService, 'deploy'>
  readonly queues: Pick<Queues, 'wakeBuilder'>
  readonly log: Logger
}): BuildKeeper {
  const { db, sources, secrets, queues, log } = deps
  const keeper = createBuildKeeper({
    ...{ db, secrets, log },
    deploy: buildDeploys(deps.deploy),
    wakeBuilder: (nodeId) => queues.wakeBuilder(nodeId),
  })
  const tidying = every(
    TIDY_MS,
    async () => {
      await retainBuilds(db)
      await reapSources({ db, store: sources }, systemClock.now())
    },
    log,
  )
  return {
    wake: () => keeper.wake(),
    close: async () => {
      tidying.stop()
      await keeper.close()
    },
  }
}
