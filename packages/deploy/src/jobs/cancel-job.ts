import { BerthError } from '@berth/core'
import { findApp } from '@berth/db'
import { auditChange } from '../audit-change.ts'
import type { DeployContext } from '../context.ts'
import { inTenant, lockApp } from '../locks.ts'
import type { AppTarget } from '../requests.ts'
import { isUnended } from './job-model.ts'
import { jobNotFound } from './job-queries.ts'
import { jobStateSchema } from './job-rows.ts'

/** Ends a job; asked twice it is one. Errors: job.not_found, job.ended. */
export async function cancelJob(
  { db, wake }: DeployContext,
  target: AppTarget & { readonly id: string },
): Promise<void> {
  const appId = await inTenant(db, target.tenant.id, async (tx) => {
    const app = await findApp(tx, target)
    await lockApp(tx, app.id)
    const job = await tx.job.findFirst({ where: { id: target.id, appId: app.id } })
    if (!job) throw jobNotFound(target.id)
    if (!isUnended(jobStateSchema.parse(job.state))) {
      throw new BerthError('job.ended', `job ${job.id} has ended already: it ${job.state}`)
    }
    if (job.cancelBy !== null) return app.id
    await tx.job.update({ where: { id: job.id }, data: { cancelBy: target.by } })
    await auditChange(tx, target, app.name, { action: 'app.job_canceled', data: { job: job.id } })
    return app.id
  })
  await wake.wakeScheduler('job', appId)
}
