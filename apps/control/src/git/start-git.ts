import type { Guard } from '@berth/auth'
import type { BlobStore } from '@berth/blob'
import { type BuildHints, createBuildService } from '@berth/build/service'
import type { Db } from '@berth/db'
import { type Addresses, appUrl, type DeployService, type SecretBox } from '@berth/deploy'
import type { Logger } from '@berth/log'
import { createGitService, type GitService } from '@berth/push'
import { every } from '../every.ts'
import { pushBuilds } from './push-builds.ts'

const SETTLE_MS = 5000
const TIDY_MS = 10 * 60_000

/** Serves pushes and clones, and ends what killed processes left of them, until it is stopped. */
export function startGit(deps: {
  readonly db: Db
  readonly sources: BlobStore
  /** folder of repositories */
  readonly root: string
  readonly auth: Guard
  readonly deploy: Pick<DeployService, 'ensureApp'>
  readonly secrets: SecretBox
  readonly addresses: Addresses
  readonly hints: Pick<BuildHints, 'watch'>
  readonly log: Logger
}): { readonly service: GitService; stop(): void } {
  const { db, sources, root, auth, deploy, secrets, addresses, hints, log } = deps
  const builds = createBuildService({ db, secrets, ensureApp: (target) => deploy.ensureApp(target) })
  const service = createGitService({
    ...{ db, sources, root, auth, url: addresses.url, log },
    apps: {
      ensureApp: (target) => deploy.ensureApp(target),
      addressOf: (app, tenant) => appUrl(app, tenant, addresses),
    },
    builds: pushBuilds({ db, sources, builds, hints }),
  })
  const chores = [every(SETTLE_MS, () => service.settle(), log), every(TIDY_MS, () => service.tidy(), log)]
  return {
    service,
    stop: () => {
      for (const chore of chores) chore.stop()
    },
  }
}
