import { newId } from '@berth/core'
import { type App, recordEvent, type Release, type Tx } from '@berth/db'
import { ACTIVE } from './active.ts'
import { countAnew } from './jobs/cron/entry-states.ts'
import { type AppChange, auditChange } from './audit-change.ts'
import { abandon, finish, type Steps, stepsSchema } from './deploy-steps.ts'
import { lockApp } from './locks.ts'
import { environmentOf, secretsOf } from './projects/environment-of.ts'
import { withSharedEnv } from './projects/shared-env.ts'
import type { ReleaseDraft } from './release-draft.ts'
import type { Caller } from './requests.ts'
import { checkReleaseSize } from './size/release-size.ts'
import { secretSizes } from './size/secret-sizes.ts'
import { woken } from './sleep/wake-app.ts'
import { holdVolumes } from './volumes/hold-volumes.ts'

/**
 * Writes a release and the deploy that brings it live, and supersedes the deploy that runs. Within `inTenant`. Error:
 * release.too_large.
 */
export async function writeDeploy(
  tx: Tx,
  options: {
    readonly caller: Caller
    readonly app: App
    readonly draft: ReleaseDraft
    readonly steps: Steps
    /** what its caller asked for */
    readonly change: AppChange
    readonly now: Date
  },
): Promise<{ deployId: string }> {
  const { caller, app, change, now } = options
  const draft = await withSharedEnv(tx, app, options.draft)
  checkReleaseSize({ ...draft, env: environmentOf(draft) }, await secretSizes(tx, secretsOf(draft)))
  await lockApp(tx, app.id) // the scheduler may be at work on the deploy that is superseded here
  await holdVolumes(tx, { app, draft, ownApp: caller.ownApp })
  const release = await writeRelease(tx, app, draft, caller.by)
  await supersede(tx, { app, by: caller.by, reason: `superseded by release ${release.number}`, now })
  const newest = await tx.deploy.findFirst({ where: { appId: app.id }, orderBy: { fence: 'desc' } })
  const deployId = newId('deploy')
  await tx.deploy.create({
    data: {
      id: deployId,
      tenantId: app.tenantId,
      appId: app.id,
      releaseId: release.id,
      fence: (newest?.fence ?? 0) + 1,
      steps: finish(options.steps, 'admit', now),
      createdBy: caller.by,
      createdAt: now,
    },
  })
  await tx.app.update({
    where: { id: app.id },
    data: { desired: 'running', desiredBy: caller.by, ...woken(now) },
  })
  if (app.desired !== 'running') await countAnew(tx, app.id, now)
  await recordEvent(tx, {
    tenantId: app.tenantId,
    type: 'deploy.queued',
    appId: app.id,
    appName: app.name,
    by: caller.by,
    message: `release ${release.number} of ${app.name} (${release.image}) is to be deployed`,
    data: { deployId, release: release.number },
  })
  await auditChange(tx, caller, app.name, { ...change, data: { ...change.data, release: release.number } })
  return { deployId }
}

async function writeRelease(tx: Tx, app: App, draft: ReleaseDraft, by: string): Promise<Release> {
  const newest = await tx.release.findFirst({ where: { appId: app.id }, orderBy: { number: 'desc' } })
  const { limits, build, ...rest } = draft
  const id = newId('release')
  return tx.release.create({
    data: {
      ...rest,
      env: { ...draft.env },
      sharedEnv: { ...draft.sharedEnv },
      releaseCommand: [...draft.releaseCommand],
      cron: [...draft.cron],
      volumes: [...draft.volumes],
      secrets: { ...draft.secrets },
      sharedSecrets: { ...draft.sharedSecrets },
      buildId: build?.id ?? null,
      commit: build?.commit ?? null,
      cpu: limits.cpu,
      memory: BigInt(limits.memory),
      pids: limits.pids,
      disk: BigInt(limits.disk),
      id,
      kin: draft.kin ?? id,
      appId: app.id,
      number: (newest?.number ?? 0) + 1,
      createdBy: by,
    },
  })
}

/** Within an app only the newest deploy may change anything: those that still run are told that they lost. */
export async function supersede(
  tx: Tx,
  options: { readonly app: App; readonly by: string; readonly reason: string; readonly now: Date },
): Promise<void> {
  const { app, by, reason, now } = options
  const active = await tx.deploy.findMany({ where: { appId: app.id, ...ACTIVE } })
  for (const deploy of active) {
    const steps = abandon(stepsSchema.parse(deploy.steps), now)
    await tx.deploy.update({
      where: { id: deploy.id },
      data: { state: 'superseded', reason, steps, endedAt: now },
    })
    await recordEvent(tx, {
      tenantId: app.tenantId,
      type: 'deploy.superseded',
      appId: app.id,
      appName: app.name,
      by,
      message: `a deploy of ${app.name} was ${reason}`,
      data: { deployId: deploy.id },
    })
  }
}

export { ACTIVE }
