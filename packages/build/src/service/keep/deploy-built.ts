import { toBerthError } from '@berth/core'
import { type Build, type Db, Prisma } from '@berth/db'
import type { BuildFailure } from '@berth/protocol'
import { commitOf, planOf, settingsOf, wishOf } from '../build-row.ts'
import { sealedValuesOf } from '../build-secrets.ts'
import { endBuild } from '../end-build.ts'
import { inBuilds } from '../locks.ts'
import type { DeployBuilt, Log, SecretBox } from '../ports.ts'
import { mergeWishes } from './merge-wishes.ts'

type Deps = {
  readonly db: Db
  readonly secrets: SecretBox
  readonly deploy: DeployBuilt
  readonly log: Log
}

/**
 * Deploys what was built and is not deployed yet. A build is deployed once: whoever died in between is answered the
 * same deploy. An outage leaves it for the next look.
 */
export async function deployBuilt(deps: Deps, now: Date): Promise<void> {
  const built = await deps.db.build.findMany({
    where: { state: 'succeeded', deploy: { not: Prisma.DbNull }, deployId: null, appId: { not: null } },
    include: { tenant: true, app: true },
    orderBy: { createdAt: 'asc' },
  })
  for (const build of built) {
    if (!build.app || build.app.deletedAt !== null) continue
    try {
      const { id } = await deployOne(deps, { ...build, app: build.app })
      await deps.db.build.update({ where: { id: build.id }, data: { deployId: id } })
    } catch (thrown) {
      const error = toBerthError(thrown)
      if (isPassing(error.kind)) {
        deps.log.warn({ err: error, build: build.id }, 'a build could not be deployed: trying again')
        continue
      }
      await fail(deps.db, build, { kind: 'deploy', message: error.message }, now)
    }
  }
}

async function deployOne(
  { db, secrets, deploy }: Deps,
  build: Build & { tenant: { id: string; name: string }; app: { name: string } },
): Promise<{ id: string }> {
  const { tenant } = build
  const { rest, sealed } = wishOf(build) ?? { rest: {}, sealed: {} }
  const env = Object.keys(sealed).length === 0 ? {} : await secrets.open(tenant.id, sealed)
  const wish = mergeWishes({
    ...{ port: planOf(build)?.port ?? null, settings: settingsOf(build), asked: rest, env },
    known: Object.keys(await sealedValuesOf(db, build.appId)),
  })
  return deploy({
    caller: { tenant: { id: tenant.id, name: tenant.name }, by: build.createdBy, ownApp: build.ownApp },
    app: build.app.name,
    image: `${build.repository}@${build.digest}`,
    build: { id: build.id, commit: commitOf(build) },
    wish,
  })
}

function isPassing(kind: ReturnType<typeof toBerthError>['kind']): boolean {
  return kind === 'unavailable' || kind === 'timeout' || kind === 'internal' || kind === 'conflict'
}

async function fail(db: Db, { id }: Build, failure: BuildFailure, now: Date): Promise<void> {
  await inBuilds(db, async (tx) => {
    const build = await tx.build.findUnique({ where: { id } })
    if (build?.state === 'succeeded') await endBuild(tx, build, { state: 'failed', failure, now })
  })
}
