import { DEFAULT_LIMITS } from '@berth/core'
import { appNotFound, type Db, forTenant, type Prisma } from '@berth/db'
import type { AppDetailView, AppView, DeployNote } from '@berth/protocol'
import { type Addresses, appUrl } from './app-address.ts'
import { appState } from './app-state.ts'
import { DEPLOY_INCLUDE, deployView } from './deploy-queries.ts'
import { stepsSchema, stepViews } from './deploy-steps.ts'
import { INSTANCE_INCLUDE, INSTANCE_ORDER, instanceView } from './instance-queries.ts'
import { instancesOf } from './model.ts'
import { inheritedNames } from './projects/inherited-names.ts'
import { containerModel, desiredOf, releaseModel, sealedEnv } from './rows.ts'

const APP_INCLUDE = {
  project: { select: { name: true } },
  current: {
    include: { deploys: { where: { state: 'succeeded' }, orderBy: { fence: 'desc' }, take: 1 } },
  },
  deploys: {
    orderBy: { fence: 'desc' },
    take: 1,
    include: { ...DEPLOY_INCLUDE, release: true },
  },
  containers: { include: INSTANCE_INCLUDE, orderBy: INSTANCE_ORDER },
} satisfies Prisma.AppInclude

type Row = Prisma.AppGetPayload<{ include: typeof APP_INCLUDE }>
type Context = { readonly db: Db; readonly addresses: Addresses }
type Tenant = { readonly id: string; readonly name: string }

export async function listApps({ db, addresses }: Context, tenant: Tenant): Promise<AppView[]> {
  const rows = await forTenant(db, tenant.id).app.findMany({
    where: { kind: 'app', deletedAt: null },
    include: APP_INCLUDE,
    orderBy: { name: 'asc' },
  })
  return rows.map((row) => appView(row, tenant, addresses))
}

export async function readApp(
  { db, addresses }: Context,
  tenant: Tenant,
  appId: string,
): Promise<AppDetailView> {
  const row = await forTenant(db, tenant.id).app.findFirst({
    where: { id: appId, kind: 'app' },
    include: APP_INCLUDE,
  })
  if (!row) throw appNotFound(appId)
  return detailView(row, tenant, addresses)
}

function detailView(row: Row, tenant: Tenant, addresses: Addresses): AppDetailView {
  const release = shownRelease(row)
  const [lastDeploy = null] = row.deploys
  return {
    ...appView(row, tenant, addresses),
    deployBranch: row.deployBranch,
    instances: row.containers.map(instanceView),
    envNames: release ? Object.keys(sealedEnv(release)).toSorted() : [],
    sharedEnvNames: release ? inheritedNames(release) : [],
    lastDeploy: lastDeploy && deployView(lastDeploy),
  }
}

function appView(row: Row, tenant: Tenant, addresses: Addresses): AppView {
  const current = row.current && releaseModel(row.current)
  const shown = shownRelease(row)
  const release = shown && releaseModel(shown)
  const { state, reason, cause, running } = appState({
    desired: desiredOf(row),
    asleep: row.asleepSince !== null,
    current,
    lastDeploy: row.deploys[0] ? { ...row.deploys[0], note: failureNote(row.deploys[0].steps) } : null,
    containers: row.containers.filter(({ jobId }) => jobId === null).map(containerModel),
  })
  const [live] = row.current?.deploys ?? []
  return {
    id: row.id,
    name: row.name,
    project: row.project.name,
    state,
    reason,
    cause,
    running,
    url: release && release.port !== null ? appUrl(row.name, tenant.name, addresses) : null,
    image: release?.image ?? null,
    port: release?.port ?? null,
    release: release?.number ?? null,
    replicas: release ? instancesOf(release.processes).length : 0,
    limits: release?.limits ?? DEFAULT_LIMITS,
    sleepAfter: row.sleepAfter,
    asleepSince: state === 'asleep' ? row.asleepSince : null,
    deployedAt: live?.endedAt ?? null,
    deployedBy: live?.createdBy ?? null,
    createdAt: row.createdAt,
  }
}

function failureNote(steps: unknown): DeployNote | null {
  return stepViews(stepsSchema.parse(steps)).find(({ state }) => state === 'failed')?.note ?? null
}

/** The one that serves; before one did, the one that was tried last. */
function shownRelease(row: Row) {
  return row.current ?? row.deploys[0]?.release ?? null
}
