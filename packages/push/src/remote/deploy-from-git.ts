import { BerthError, type Clock } from '@berth/core'
import type { Db } from '@berth/db'
import { parseRemoteAddress } from '@berth/git/names'
import { type BuildOrigin, sourcePathSchema } from '@berth/protocol'
import type { DeployFromGit, FetchSource, StartRemoteBuild } from './remote-ports.ts'

/**
 * Fetches the code of an app, builds it, and deploys what comes of it; where it came from is kept for the next time.
 * Nothing is kept and no app is made of what could not be fetched. A branch that was chosen meanwhile stays.
 */
export async function deployFromGit<Built>(
  deps: {
    readonly db: Db
    readonly fetch: FetchSource
    readonly startBuild: (...ask: Parameters<StartRemoteBuild>) => Promise<Built>
    /** the build of what was fetched, where it need not be built again */
    readonly builtBefore?: (origin: BuildOrigin) => Promise<Built | undefined>
    readonly clock: Clock
  },
  ask: DeployFromGit,
): Promise<Built> {
  const { db, clock } = deps
  const { url: _url, branch: _branch, directory: _directory, ...start } = ask
  const { appId, url, branch, directory, deployBranch } = await whatToFetch(db, ask)
  const fetched = await deps.fetch({ tenantId: ask.tenant.id, by: ask.by, appId, url, branch, directory })
  const { source, origin, sourceDateEpoch, hostKeys } = fetched
  const recipe = { ...ask.recipe, sourceDateEpoch: ask.recipe.sourceDateEpoch ?? sourceDateEpoch }
  const build =
    (await deps.builtBefore?.(origin)) ?? (await deps.startBuild({ ...start, source, origin, recipe }))
  const app = await db.app.findFirst({
    where: { tenantId: ask.tenant.id, name: ask.app, kind: 'app', deletedAt: null },
    select: { id: true },
  })
  if (app === null) return build // it was destroyed meanwhile, and its build with it
  const kept = { url, directory, hostKeys, updatedBy: ask.by, updatedAt: clock.now() }
  await db.gitRemote.upsert({ where: { appId: app.id }, create: { appId: app.id, ...kept }, update: kept })
  await db.app.updateMany({
    where: { id: app.id, ...(deployBranch !== null && { deployBranch }) },
    data: { deployBranch: origin.branch },
  })
  return build
}

/** What is not said stays as it was; of another address nothing is known but what was said. */
async function whatToFetch(db: Db, ask: DeployFromGit) {
  const app = await db.app.findFirst({
    where: { tenantId: ask.tenant.id, name: ask.app, kind: 'app', deletedAt: null },
    include: { gitRemote: true },
  })
  const known = app?.gitRemote ?? null
  const asked = ask.url ?? known?.url ?? undefined
  if (asked === undefined && app === null)
    throw new BerthError('app.not_found', `there is no app "${ask.app}": give a git address to make it of`)
  if (asked === undefined)
    throw new BerthError(
      'input.invalid',
      `nothing is known of where ${ask.app} comes from: give a git address`,
    )
  const { url } = parseRemoteAddress(asked)
  const isKnown = known?.url === url
  return {
    appId: app?.id ?? null,
    /** as it was before the fetch; null: there was no app */
    deployBranch: app?.deployBranch ?? null,
    url,
    branch: ask.branch ?? (isKnown && app ? app.deployBranch : null),
    directory:
      checkDirectory(ask.directory) ?? (ask.directory === undefined && isKnown ? known.directory : null),
  }
}

/** `./web/` is `web`; `.` is all of it: null. */
function checkDirectory(given: string | undefined): string | null {
  const path = (given ?? '')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
  if (path === '') return null
  const parsed = sourcePathSchema.safeParse(path)
  if (parsed.success) return parsed.data
  throw new BerthError('input.invalid', 'the folder is one of the repository: relative, without ".."')
}
