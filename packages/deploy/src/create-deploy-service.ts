import { type Clock, systemClock } from '@berth/core'
import { type Db, findApp, forTenant } from '@berth/db'
import { quotaOf } from './admission.ts'
import type { Addresses } from './app-address.ts'
import { destroyApp, pauseApp, restartApp, startApp, stopApp, unpauseApp } from './app-lifecycle.ts'
import { listApps, readApp } from './app-queries.ts'
import { cancelDeploy } from './cancel-deploy.ts'
import { configure, rollback, scale, setCron, setEnv, setLimits, setProcesses } from './change-release.ts'
import type { DeployContext } from './context.ts'
import { deployApp } from './deploy-app.ts'
import { listDeploys, readDeploy } from './deploy-queries.ts'
import { ensureApp } from './ensure-app.ts'
import { listEvents } from './event-queries.ts'
import { baseRelease } from './find-app.ts'
import { listInstances } from './instance-queries.ts'
import { createJobService } from './jobs/create-job-service.ts'
import { createProjectService } from './projects/create-project-service.ts'
import type { ImageLookup, Log, SecretBox, Wake } from './ports.ts'
import { subtractQuota } from './quota.ts'
import { listReleases } from './release-queries.ts'
import type { AppTarget } from './requests.ts'
import { sealedEnv } from './rows.ts'
import { changeSecrets } from './secrets/change-secrets.ts'
import { listSecrets } from './secrets/list-secrets.ts'
import type { DeployService } from './service.ts'
import { setSleep, sleepNow, wakeByHand } from './sleep/set-sleep.ts'
import { readUsageByTenant } from './usage.ts'
import { createVolumeService } from './volumes/create-volume-service.ts'

export type DeployServiceOptions = {
  readonly db: Db
  /** `@berth/queue`'s Queues */
  readonly queues: Wake
  readonly images: ImageLookup
  readonly secrets: SecretBox
  /** public address, and the domain of the apps */
  readonly addresses: Addresses
  readonly log: Log
  readonly clock?: Clock
}

const DEPLOYS_SHOWN = 20
const UNUSED = { cpu: 0, memory: 0, containers: 0, pids: 0, disk: 0 }

export function createDeployService(options: DeployServiceOptions): DeployService {
  const { db, queues, addresses, clock = systemClock } = options
  const host = new URL(addresses.url).host
  const context: DeployContext = { ...options, wake: queues, host, clock }
  const find = (target: AppTarget) => findApp(forTenant(db, target.tenant.id), target)

  return {
    volumes: createVolumeService(context),
    projects: createProjectService(context),
    deploy: (request) => deployApp(context, request),
    ensureApp: (target) => ensureApp(context, target),
    setEnv: (request) => setEnv(context, request),
    changeSecrets: (request) => changeSecrets(context, request),
    configure: (request) => configure(context, request),
    setLimits: (request) => setLimits(context, request),
    setProcesses: (request) => setProcesses(context, request),
    setCron: (request) => setCron(context, request),
    scale: (request) => scale(context, request),
    cancel: (request) => cancelDeploy(context, request),
    rollback: (request) => rollback(context, request),

    jobs: createJobService(context),
    stop: (target) => stopApp(context, target),
    start: (target) => startApp(context, target),
    pause: (target) => pauseApp(context, target),
    unpause: (target) => unpauseApp(context, target),
    restart: (target) => restartApp(context, target),
    setSleep: (request) => setSleep(context, request),
    sleep: (target) => sleepNow(context, target),
    wake: (target) => wakeByHand(context, target),
    destroy: (target) => destroyApp(context, target),

    listApps: ({ tenant }) => listApps(context, tenant),
    getApp: async (target) => readApp(context, target.tenant, (await find(target)).id),
    async env(target) {
      const release = await baseRelease(forTenant(db, target.tenant.id), await find(target))
      return release ? options.secrets.open(target.tenant.id, sealedEnv(release)) : {}
    },
    listSecrets: async (target) => listSecrets(forTenant(db, target.tenant.id), await find(target)),
    listReleases: async (target) => listReleases(db, await find(target)),
    async listDeploys(target) {
      return listDeploys(db, target.tenant.id, (await find(target)).id, target.limit ?? DEPLOYS_SHOWN)
    },
    getDeploy: ({ tenant, id, app }) => readDeploy(db, tenant.id, id, app),
    async listInstances({ tenant, by, app }) {
      const appId = app === undefined ? undefined : (await find({ tenant, by, app })).id
      return listInstances(db, tenant.id, appId)
    },
    listEvents: (request) => listEvents(db, request),

    async quota(tenantId) {
      const tenant = await db.tenant.findUniqueOrThrow({ where: { id: tenantId } })
      const used = (await readUsageByTenant(db, [tenantId])).get(tenantId) ?? UNUSED
      const quota = quotaOf(tenant)
      return { quota, used, left: subtractQuota(quota, used) }
    },
    usage: (tenantIds) => readUsageByTenant(db, tenantIds),
  }
}
