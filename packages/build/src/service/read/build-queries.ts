import { BerthError } from '@berth/core'
import { appNotFound, type Prisma, type TenantDb } from '@berth/db'
import type { BuildDetailView, BuildView, BuildWait } from '@berth/protocol'
import { judgeWait } from './judge-wait.ts'
import { failureOf, originOf, planOf, recipeOf, stateOf, warningsOf } from '../build-row.ts'

const SHOWN = 50

const INCLUDE = {
  app: { select: { name: true } },
  releases: { orderBy: { number: 'asc' }, take: 1, select: { number: true } },
} satisfies Prisma.BuildInclude

type Row = Prisma.BuildGetPayload<{ include: typeof INCLUDE }>

/** Newest first. Error: app.not_found. */
export async function listBuilds(
  db: TenantDb,
  ask: { readonly app?: string | undefined; readonly limit?: number | undefined },
): Promise<BuildView[]> {
  if (ask.app !== undefined) await checkApp(db, ask.app)
  const rows = await db.build.findMany({
    where: ask.app === undefined ? {} : { app: { name: ask.app, deletedAt: null } },
    include: INCLUDE,
    orderBy: { createdAt: 'desc' },
    take: ask.limit ?? SHOWN,
  })
  return Promise.all(rows.map((row) => buildView(db, row)))
}

async function checkApp(db: TenantDb, name: string): Promise<void> {
  if ((await db.app.count({ where: { name, kind: 'app', deletedAt: null } })) > 0) return
  throw appNotFound(name)
}

/** `repository`: only a build of that image, which deploys nothing. */
export type AskedBuild = {
  readonly id: string
  readonly app?: string | undefined
  readonly repository?: string | undefined
}

export function whereBuild({ id, app, repository }: AskedBuild) {
  return {
    id,
    ...(app !== undefined && { app: { name: app } }),
    ...(repository !== undefined && { repository, appId: null }),
  }
}

/** Error: build.not_found, also for one of another app than the one that is named. */
export async function readBuild(db: TenantDb, ask: AskedBuild): Promise<BuildDetailView> {
  const row = await db.build.findFirst({
    where: whereBuild(ask),
    include: INCLUDE,
  })
  if (!row) throw buildNotFound(ask.id)
  return {
    ...(await buildView(db, row)),
    recipe: recipeOf(row),
    plan: planOf(row),
    warnings: warningsOf(row),
    outputLost: Number(row.outputLost),
    again: row.sourceId !== null,
  }
}

export function buildNotFound(id: string): BerthError {
  return new BerthError('build.not_found', `there is no build ${id}`, { details: { id } })
}

async function buildView(db: TenantDb, row: Row): Promise<BuildView> {
  return {
    id: row.id,
    app: row.app?.name ?? null,
    state: stateOf(row),
    wait: row.state === 'queued' ? await waitOf(db, row) : null,
    origin: originOf(row),
    repository: row.repository,
    tag: row.tag,
    digest: row.digest,
    release: row.releases[0]?.number ?? null,
    deployId: row.deployId,
    failure: failureOf(row),
    warnings: warningsOf(row).length,
    ran: row.ran,
    cached: row.cached,
    by: row.createdBy,
    canceledBy: row.canceledBy,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
  }
}

/** Of other tenants' builds nobody is told, not even how many there are. All is of one moment: builds end meanwhile. */
async function waitOf(db: TenantDb, row: Row): Promise<BuildWait | null> {
  const active = await db.build.findMany({
    where: { state: { in: ['queued', 'running'] } },
    select: { id: true, nodeId: true, createdAt: true, cancelReason: true },
  })
  return judgeWait(row.id, active)
}
