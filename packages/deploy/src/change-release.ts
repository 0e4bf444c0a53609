import { BerthError } from '@berth/core'
import { type App, findApp, type Release, type Tx } from '@berth/db'
import type { DeployView, RollbackView } from '@berth/protocol'
import { checkQuota } from './admission.ts'
import type { AppChange } from './audit-change.ts'
import type { DeployContext } from './context.ts'
import { readDeploy } from './deploy-queries.ts'
import { baseRelease } from './find-app.ts'
import { type CronChange, draftCron } from './jobs/cron/draft-cron.ts'
import { inTenant } from './locks.ts'
import { usageOf } from './quota.ts'
import {
  draftEnv,
  draftLimits,
  draftOf,
  draftProcessTypes,
  draftRun,
  draftScale,
  type ReleaseDraft,
} from './release-draft.ts'
import type {
  AppTarget,
  EnvRequest,
  LimitsRequest,
  ProcessesRequest,
  RollbackRequest,
  RunRequest,
  ScaleRequest,
} from './requests.ts'
import { rollbackTarget, rollbackWarning } from './rollback-target.ts'
import type { MountWish } from './volumes/mount-wish.ts'
import { volumeNotFound } from './volumes/volume-errors.ts'
import { wishedMounts } from './volumes/wished-mounts.ts'
import { writeDeploy } from './write-deploy.ts'

export async function setEnv(context: DeployContext, request: EnvRequest): Promise<DeployView> {
  const sealed = await context.secrets.seal(request.tenant.id, request.set)
  const data = { set: Object.keys(request.set), unset: [...request.unset] }
  return change(context, request, { action: 'app.env_changed', data }, (base) =>
    draftEnv(base, sealed, request.unset),
  )
}

/** Its environment is made anew of what its project shares now, and nothing else changes. */
export async function takeSharedEnv(
  context: DeployContext,
  target: AppTarget,
  shared: { readonly project: string; readonly names: readonly string[] },
): Promise<DeployView> {
  const data = { project: shared.project, shared: [...shared.names] }
  return change(context, target, { action: 'app.env_changed', data }, (base) => ({ ...base, kin: null }))
}

export async function setLimits(context: DeployContext, request: LimitsRequest): Promise<DeployView> {
  return change(context, request, { action: 'app.limits_changed' }, (base) => draftLimits(base, request))
}

export async function configure(context: DeployContext, request: RunRequest): Promise<DeployView> {
  return change(context, request, { action: 'app.configured' }, (base) => draftRun(base, request))
}

export async function scale(context: DeployContext, request: ScaleRequest): Promise<DeployView> {
  const data = { processes: { ...request.processes } }
  return change(context, request, { action: 'app.scaled', data }, (base) =>
    draftScale(base, request.processes),
  )
}

/** Errors beside the usual: name.invalid. */
export async function setProcesses(context: DeployContext, request: ProcessesRequest): Promise<DeployView> {
  const data = { processes: Object.keys(request.processes) }
  return change(context, request, { action: 'app.processes_changed', data }, (base) =>
    draftProcessTypes(base, request.processes),
  )
}

/** Errors beside the usual: cron.not_found. */
export async function setCron(context: DeployContext, request: CronChange): Promise<DeployView> {
  const { set, remove = [] } = request
  const data = { set: (set ?? []).map(({ name }) => name), remove: [...remove] }
  return change(context, request, { action: 'app.cron_changed', data }, (base) =>
    draftCron(base, request, context.clock.now()),
  )
}

/** Errors beside the usual: release.not_found, release.given_up. */
export async function rollback(context: DeployContext, request: RollbackRequest): Promise<RollbackView> {
  let warning: string | null = null
  const view = await write(context, request, { action: 'app.rolled_back' }, async (tx, app) => {
    const target = await rollbackTarget(tx, app, request.number)
    warning = await rollbackWarning(tx, target)
    return { ...draftOf(target), rollbackOf: target.number }
  })
  return { ...view, warning }
}

/** A volume at a path of a process; one that is not there is made. Errors beside the usual: volume.in_use. */
export async function attachVolume(
  context: DeployContext,
  request: AppTarget & { readonly mount: MountWish },
): Promise<DeployView> {
  const { volume, path } = request.mount
  return changeVolumes(context, request, { attached: volume, path }, (tx, app, base) =>
    wishedMounts(tx, request, { app, base, wishes: [request.mount] }),
  )
}

/** It stays, with its files. Errors beside the usual: volume.not_found, where the app has no such volume. */
export async function detachVolume(
  context: DeployContext,
  request: AppTarget & { readonly volume: string },
): Promise<DeployView> {
  const { volume } = request
  return changeVolumes(context, request, { detached: volume }, async (_tx, _app, base) => {
    if (!base.some(({ name }) => name === volume)) throw volumeNotFound(volume)
    return base.filter(({ name }) => name !== volume)
  })
}

function changeVolumes(
  context: DeployContext,
  target: AppTarget,
  data: AppChange['data'],
  mounts: (tx: Tx, app: App, base: ReleaseDraft['volumes']) => Promise<ReleaseDraft['volumes']>,
): Promise<DeployView> {
  return write(context, target, { action: 'app.volumes_changed', ...(data && { data }) }, async (tx, app) => {
    const base = draftOf(await neededBase(tx, app))
    return { ...base, volumes: await mounts(tx, app, base.volumes), kin: null }
  })
}

/** Every change of configuration is a new release, so that each can be seen and taken back. */
function change(
  context: DeployContext,
  target: AppTarget,
  asked: AppChange,
  draft: (base: ReleaseDraft) => ReleaseDraft,
): Promise<DeployView> {
  return write(context, target, asked, async (tx, app) => {
    return draft(draftOf(await neededBase(tx, app)))
  })
}

async function neededBase(tx: Tx, app: App): Promise<Release> {
  const base = await baseRelease(tx, app)
  if (base) return base
  throw new BerthError('app.not_running', `app ${app.name} has no release: deploy an image first`)
}

async function write(
  context: DeployContext,
  target: AppTarget,
  change: AppChange,
  makeDraft: (tx: Tx, app: App) => Promise<ReleaseDraft>,
): Promise<DeployView> {
  const { db, clock, wake } = context
  const { appId, deployId } = await inTenant(db, target.tenant.id, async (tx) => {
    const app = await findApp(tx, target)
    const draft = await makeDraft(tx, app)
    const asked = usageOf({ desired: 'running', release: draft })
    await checkQuota(tx, { tenantId: app.tenantId, appId: app.id, asked })
    const written = await writeDeploy(tx, {
      ...{ caller: target, app, draft, change, steps: {}, now: clock.now() },
    })
    return { appId: app.id, ...written }
  })
  await wake.wakeScheduler('deploy', appId)
  return readDeploy(db, target.tenant.id, deployId)
}
