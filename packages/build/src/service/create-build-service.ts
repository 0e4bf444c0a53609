import { BerthError, type Clock, systemClock } from '@berth/core'
import { type Db, forTenant } from '@berth/db'
import type { BuildDetailView, BuildOrigin, BuildOutputView, BuildRecipe, BuildView } from '@berth/protocol'
import type { AskedKeys } from './build-keys.ts'
import { originOf, recipeOf, wishOf } from './build-row.ts'
import type { Caller, EnsureApp, SecretBox } from './ports.ts'
import { type AskedBuild, buildNotFound, listBuilds, readBuild } from './read/build-queries.ts'
import { readOutput } from './read/read-output.ts'
import { cancelBuild } from './start/cancel-build.ts'
import { startBuild } from './start/start-build.ts'

/** The tag that a build gives its image when nobody names another. */
const USUAL_TAG = 'latest'

const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/

type Ask = Caller & AskedBuild

/** Everything that one does with builds. Errors of all: build.not_found, db.unavailable. */
export type BuildService = {
  /**
   * Builds an app, and deploys it when that succeeded; the app is made when it is new. `wish`: what a deploy takes
   * beside app, image and environment. Errors: source.not_found, input.invalid, name.*.
   */
  startApp(
    request: Caller & {
      readonly app: string
      readonly project?: string | undefined
      readonly source: string
      readonly origin: BuildOrigin
      readonly recipe: BuildRecipe
      readonly env?: Readonly<Record<string, string>> | undefined
      readonly wish: Readonly<Record<string, unknown>>
      readonly ssh?: AskedKeys | undefined
    },
  ): Promise<BuildDetailView>
  /** Builds an image and deploys nothing. `repository` is tenant/name. Errors: source.not_found, input.invalid. */
  startImage(
    request: Caller & {
      readonly repository: string
      readonly tag?: string | undefined
      readonly source: string
      readonly origin: BuildOrigin
      readonly recipe: BuildRecipe
      readonly ssh?: AskedKeys | undefined
    },
  ): Promise<BuildDetailView>
  /** An app's build once more, from the same source: an image alone wants another right. Error: source.not_found. */
  again(ask: Ask): Promise<BuildDetailView>
  /** `reason`: a sentence, where it is another one than who did it. Error: build.ended. */
  cancel(ask: Ask & { readonly reason?: string | undefined }): Promise<BuildDetailView>
  /** Newest first. Error: app.not_found. */
  list(ask: Caller & { app?: string | undefined; limit?: number | undefined }): Promise<BuildView[]>
  get(ask: Ask): Promise<BuildDetailView>
  output(ask: Ask & { readonly from: number }): Promise<BuildOutputView>
}

export function createBuildService(options: {
  readonly db: Db
  readonly secrets: SecretBox
  readonly ensureApp: EnsureApp
  readonly clock?: Clock
}): BuildService {
  const { db, ensureApp, clock = systemClock } = options
  const start = async (request: Parameters<typeof startBuild>[1]) => {
    const { id } = await startBuild({ ...options, now: clock.now() }, request)
    return readBuild(forTenant(db, request.caller.tenant.id), { id })
  }

  return {
    async startApp({ app: name, project, source, origin, recipe, env = {}, wish, ssh, ...caller }) {
      await checkSource(db, caller, source)
      const app = await ensureApp({ ...caller, app: name, project })
      const repository = `${caller.tenant.name}/${app.name}`
      return start({ caller, app, source, origin, recipe, repository, tag: USUAL_TAG, wish, env, ssh })
    },
    async startImage({ repository, tag = USUAL_TAG, source, origin, recipe, ssh, ...caller }) {
      checkOwn(repository, caller)
      return start({ caller, app: null, source, origin, recipe, repository, tag, wish: null, env: {}, ssh })
    },
    async again({ id, app, ...caller }) {
      const build = await db.build.findFirst({
        where: {
          ...{ id, tenantId: caller.tenant.id, appId: { not: null } },
          app: { deletedAt: null, ...(app !== undefined && { name: app }) },
        },
        include: { app: true },
      })
      if (!build) throw buildNotFound(id)
      if (!build.sourceId) throw new BerthError('source.not_found', `what build ${id} was made of is gone`)
      const wish = wishOf(build)
      const env = wish ? await options.secrets.open(caller.tenant.id, wish.sealed) : {}
      return start({
        ...{ caller, app: build.app, source: build.sourceId, env, wish: wish?.rest ?? null },
        ...{ origin: originOf(build), recipe: recipeOf(build) },
        ...{ repository: build.repository, tag: build.tag },
      })
    },
    async cancel(ask) {
      await cancelBuild({ db, now: clock.now() }, ask, ask)
      return readBuild(forTenant(db, ask.tenant.id), ask)
    },
    list: (ask) => listBuilds(forTenant(db, ask.tenant.id), ask),
    get: (ask) => readBuild(forTenant(db, ask.tenant.id), ask),
    output: (ask) => readOutput(forTenant(db, ask.tenant.id), ask),
  }
}

/** Before an app is made for it. */
async function checkSource(db: Db, { tenant }: Caller, id: string): Promise<void> {
  if ((await db.source.count({ where: { id, tenantId: tenant.id } })) > 0) return
  throw new BerthError('source.not_found', `there is no source ${id}: send it again`)
}

/** distribution-spec, "Pulling manifests". Error: input.invalid, also for another tenant's repository. */
function checkOwn(repository: string, { tenant }: Caller): void {
  const name = repository.startsWith(`${tenant.name}/`) ? repository.slice(tenant.name.length + 1) : ''
  if (repository.length <= 255 && REPOSITORY.test(name)) return
  throw new BerthError(
    'input.invalid',
    `"${repository}" is not a repository of ${tenant.name}: it is ${tenant.name}/<name>, of a-z, 0-9 and . _ - between them`,
  )
}
