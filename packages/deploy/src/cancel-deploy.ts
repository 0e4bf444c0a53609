import { BerthError } from '@berth/core'
import { type App, type Deploy, findApp, recordEvent, type Tx } from '@berth/db'
import type { DeployView } from '@berth/protocol'
import { auditChange } from './audit-change.ts'
import type { DeployContext } from './context.ts'
import { readDeploy } from './deploy-queries.ts'
import { abandon, stepsSchema } from './deploy-steps.ts'
import { inTenant, lockApp } from './locks.ts'
import type { CancelRequest } from './requests.ts'
import { ACTIVE } from './write-deploy.ts'

/**
 * Ends a deploy that has not come live: the release that serves goes on as if nothing had been asked. Errors beside
 * the usual: deploy.not_found, deploy.ended.
 */
export async function cancelDeploy(context: DeployContext, request: CancelRequest): Promise<DeployView> {
  const { db, clock, wake } = context
  const { appId, deployId } = await inTenant(db, request.tenant.id, async (tx) => {
    const app = await findApp(tx, request)
    await lockApp(tx, app.id) // it may come live this moment: then it is too late
    const deploy = await findDeploy(tx, app, request.id)
    await writeCanceled(tx, { app, deploy, request, now: clock.now() })
    return { appId: app.id, deployId: deploy.id }
  })
  await wake.wakeScheduler('deploy canceled', appId)
  return readDeploy(db, request.tenant.id, deployId)
}

/** The one that is named, else the one on its way. */
async function findDeploy(tx: Tx, app: App, id: string | undefined): Promise<Deploy> {
  const where = { appId: app.id, ...(id === undefined ? ACTIVE : { id }) }
  const deploy = await tx.deploy.findFirst({ where, orderBy: { fence: 'desc' } })
  if (!deploy) {
    const message =
      id === undefined ? `no deploy of ${app.name} is on its way` : `${app.name} has no deploy "${id}"`
    throw new BerthError('deploy.not_found', message, { details: { app: app.name, id } })
  }
  if (ACTIVE.state.in.includes(deploy.state)) return deploy
  throw new BerthError(
    'deploy.ended',
    `deploy ${deploy.id} has ended already: it ${SAID[deploy.state] ?? deploy.state}`,
    {
      details: { id: deploy.id, state: deploy.state },
    },
  )
}

const SAID: Readonly<Record<string, string>> = {
  succeeded: 'is live, or was',
  superseded: 'was superseded',
  canceled: 'was canceled',
}

async function writeCanceled(
  tx: Tx,
  { app, deploy, request, now }: { app: App; deploy: Deploy; request: CancelRequest; now: Date },
): Promise<void> {
  const { by, why } = request
  const reason = `canceled by ${by}${why === undefined ? '' : `: ${why}`}`
  const steps = abandon(stepsSchema.parse(deploy.steps), now)
  await tx.deploy.update({
    where: { id: deploy.id },
    data: { state: 'canceled', canceledBy: by, reason, steps, endedAt: now },
  })
  await recordEvent(tx, {
    tenantId: app.tenantId,
    type: 'deploy.canceled',
    appId: app.id,
    appName: app.name,
    by,
    message: `a deploy of ${app.name} was ${reason}`,
    data: { deployId: deploy.id },
  })
  await auditChange(tx, request, app.name, { action: 'deploy.canceled', data: { deploy: deploy.id } })
}
