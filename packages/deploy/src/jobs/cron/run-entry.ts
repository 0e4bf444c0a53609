import { newId } from '@berth/core'
import { type App, findApp, type Release, type Tx } from '@berth/db'
import { type CronEntry, cronEntriesSchema } from '@berth/protocol'
import { checkQuota } from '../../admission.ts'
import { auditChange } from '../../audit-change.ts'
import type { DeployContext } from '../../context.ts'
import { inTenant } from '../../locks.ts'
import type { AppTarget } from '../../requests.ts'
import { releaseModel } from '../../rows.ts'
import { usageOfJob } from '../job-usage.ts'
import { writeJob } from '../write-job.ts'
import { noEntry } from './draft-cron.ts'

export type EntryTarget = AppTarget & { readonly name: string }

/** One run now, whatever the clock and its concurrency say; answers the job's id. Error: cron.not_found. */
export async function runEntry(context: DeployContext, target: EntryTarget): Promise<string> {
  const { db, clock, wake } = context
  const { appId, id } = await inTenant(db, target.tenant.id, async (tx) => {
    const { app, release, entry } = await findEntry(tx, target)
    await checkQuota(tx, {
      tenantId: app.tenantId,
      appId: null,
      asked: usageOfJob(releaseModel(release), 'cron'),
    })
    const now = clock.now()
    const job = {
      ...{ id: newId('job'), tenantId: app.tenantId, appId: app.id, releaseId: release.id, kind: 'cron' },
      ...{ command: entry.command, cronName: entry.name, createdBy: target.by },
      deadline: new Date(now.getTime() + entry.deadlineMs),
    }
    await writeJob(tx, job, now)
    await auditChange(tx, target, app.name, {
      action: 'app.job_run',
      data: { job: job.id, cron: entry.name },
    })
    return { appId: app.id, id: job.id }
  })
  await wake.wakeScheduler('job', appId)
  return id
}

/** Of the release that serves. Errors: app.not_found, cron.not_found. */
export async function findEntry(
  tx: Pick<Tx, 'app' | 'release'>,
  target: EntryTarget,
): Promise<{ app: App; release: Release; entry: CronEntry }> {
  const app = await findApp(tx, target)
  const release = app.releaseId ? await tx.release.findUnique({ where: { id: app.releaseId } }) : null
  const entries = cronEntriesSchema.parse(release?.cron ?? [])
  const entry = entries.find(({ name }) => name === target.name)
  if (!release || !entry) throw noEntry(target.name, entries)
  return { app, release, entry }
}
