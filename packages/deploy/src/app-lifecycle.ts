import { BerthError } from '@berth/core'
import { type App, recordEvent, type Tx } from '@berth/db'
import type { AppView } from '@berth/protocol'
import { checkQuota } from './admission.ts'
import { actOnApp } from './act-on-app.ts'
import { readApp } from './app-queries.ts'
import type { DeployContext } from './context.ts'
import { cancelJobs } from './jobs/cancel-jobs.ts'
import { countAnew } from './jobs/cron/entry-states.ts'
import { usageOf } from './quota.ts'
import type { AppTarget } from './requests.ts'
import { isOver } from './model.ts'
import { containerModel, KIN_AND_LIMITS, releaseModel } from './rows.ts'
import { AWAKE, woken } from './sleep/wake-app.ts'
import { ACTIVE, supersede } from './write-deploy.ts'

export async function stopApp(context: DeployContext, target: AppTarget): Promise<AppView> {
  const app = await act(context, target, 'app.stopped', async (tx, app, now) => {
    await supersede(tx, { app, by: target.by, reason: `ended: ${target.by} stopped the app`, now })
    await cancelJobs(tx, app.id, target.by)
    await tx.app.update({
      where: { id: app.id },
      data: { desired: 'stopped', desiredBy: target.by, ...AWAKE },
    })
  })
  return readApp(context, target.tenant, app.id)
}

/** Errors beside the usual: app.not_running when no release of it ever worked. */
export async function startApp(context: DeployContext, target: AppTarget): Promise<AppView> {
  const app = await act(context, target, 'app.started', async (tx, app, now) => {
    const release = releaseModel(await currentRelease(tx, app))
    const asked = usageOf({ desired: 'running', release })
    await checkQuota(tx, { tenantId: app.tenantId, appId: app.id, asked })
    const again = app.desired === 'running' && (await areAllOver(tx, release.id))
    const restartNonce = again ? { increment: 1 } : undefined
    const data = { desired: 'running', desiredBy: target.by, restartNonce, ...woken(now) }
    await tx.app.update({ where: { id: app.id }, data })
    if (app.desired !== 'running') await countAnew(tx, app.id, now)
  })
  return readApp(context, target.tenant, app.id)
}

/** All its programs ended by themselves: whoever starts the app wants them to run once more. */
async function areAllOver(tx: Tx, releaseId: string): Promise<boolean> {
  const rows = await tx.container.findMany({
    where: { releaseId, jobId: null },
    include: { release: { select: KIN_AND_LIMITS } },
  })
  return rows.length > 0 && rows.map(containerModel).every(isOver)
}

/** Its processes stay where they are, with their memory. Errors beside the usual: app.stopped, app.not_running. */
export async function pauseApp(context: DeployContext, target: AppTarget): Promise<AppView> {
  const app = await act(context, target, 'app.paused', async (tx, app) => {
    await currentRelease(tx, app)
    refuseStopped(app)
    await refuseDeploying(tx, app)
    await tx.app.update({
      where: { id: app.id },
      data: { desired: 'paused', desiredBy: target.by, ...AWAKE },
    })
  })
  return readApp(context, target.tenant, app.id)
}

/** Errors beside the usual: app.stopped, app.not_running. */
export async function unpauseApp(context: DeployContext, target: AppTarget): Promise<AppView> {
  const app = await act(context, target, 'app.unpaused', async (tx, app, now) => {
    await currentRelease(tx, app)
    refuseStopped(app)
    await tx.app.update({ where: { id: app.id }, data: { desired: 'running', desiredBy: target.by } })
    await countAnew(tx, app.id, now)
  })
  return readApp(context, target.tenant, app.id)
}

/** Wakes it when it is paused. Errors beside the usual: app.stopped, app.not_running. */
export async function restartApp(context: DeployContext, target: AppTarget): Promise<AppView> {
  const app = await act(context, target, 'app.restarted', async (tx, app, now) => {
    await currentRelease(tx, app)
    refuseStopped(app)
    const restartNonce = { increment: 1 }
    const data = { desired: 'running', desiredBy: target.by, restartNonce, ...woken(now) }
    await tx.app.update({ where: { id: app.id }, data })
    if (app.desired !== 'running') await countAnew(tx, app.id, now)
  })
  return readApp(context, target.tenant, app.id)
}

/** The app is gone for its tenant at once; its containers go first, then its rows. */
export async function destroyApp(context: DeployContext, target: AppTarget): Promise<void> {
  await act(context, target, 'app.destroyed', async (tx, app, now) => {
    await supersede(tx, { app, by: target.by, reason: `ended: ${target.by} destroyed the app`, now })
    await tx.app.update({
      where: { id: app.id },
      data: { desired: 'stopped', desiredBy: target.by, deletedAt: now },
    })
  })
}

type LifecycleEvent = keyof typeof VERBS

const VERBS = {
  'app.stopped': 'stopped',
  'app.started': 'started',
  'app.paused': 'paused',
  'app.unpaused': 'unpaused',
  'app.restarted': 'restarted',
  'app.destroyed': 'destroyed',
} as const

/** Everybody of the tenant is told. */
function act(
  context: DeployContext,
  target: AppTarget,
  type: LifecycleEvent,
  work: (tx: Tx, app: App, now: Date) => Promise<void>,
): Promise<App> {
  return actOnApp(context, target, { action: type }, async (tx, app, now) => {
    await work(tx, app, now)
    await recordEvent(tx, {
      tenantId: app.tenantId,
      type,
      appId: app.id,
      appName: app.name,
      by: target.by,
      message: `app ${app.name} was ${VERBS[type]} by ${target.by}`,
    })
  })
}

function refuseStopped(app: App): void {
  if (app.desired !== 'stopped') return
  throw new BerthError('app.stopped', `app ${app.name} is stopped: start it`)
}

/** What is starting has nothing yet that one would want to hold. */
async function refuseDeploying(tx: Tx, app: App): Promise<void> {
  if ((await tx.deploy.count({ where: { appId: app.id, ...ACTIVE } })) === 0) return
  throw new BerthError('app.not_running', `app ${app.name} is being deployed: pause it when that is done`)
}

async function currentRelease(tx: Tx, app: App) {
  const release = app.releaseId ? await tx.release.findUnique({ where: { id: app.releaseId } }) : null
  if (release) return release
  throw new BerthError(
    'app.not_running',
    `app ${app.name} has no release that worked: deploy one, with berth deploy ${app.name} --image …`,
  )
}
