import { BerthError, newId } from '@berth/core'
import { type App, findApp, type Release, type Tx } from '@berth/db'
import { checkQuota } from '../admission.ts'
import { auditChange } from '../audit-change.ts'
import type { DeployContext } from '../context.ts'
import { inTenant } from '../locks.ts'
import type { Processes } from '../model.ts'
import { noProcess } from '../processes/draft-processes.ts'
import type { AppTarget } from '../requests.ts'
import { rollbackTarget } from '../rollback-target.ts'
import { releaseModel } from '../rows.ts'
import type { JobRequest } from './job-fields.ts'
import { usageOfJob } from './job-usage.ts'
import { writeJob } from './write-job.ts'

const HOUR_MS = 60 * 60_000
/** Somebody sits before it. */
const ATTENDED_MS = 24 * HOUR_MS
const MAX_AUDITED = 20

/**
 * A command in a container of its own, of the release that serves or another one. Answers its id at once. Errors
 * beside the usual: app.not_running without a release, release.not_found, release.given_up.
 */
export async function runCommand(context: DeployContext, request: AppTarget & JobRequest): Promise<string> {
  const { db, clock, wake } = context
  const { by, command, process, attended, timeoutMs = attended ? ATTENDED_MS : HOUR_MS } = request
  const { id, appId } = await inTenant(db, request.tenant.id, async (tx) => {
    const app = await findApp(tx, request)
    const release = await releaseToRun(tx, app, request.release)
    const model = releaseModel(release)
    if (process !== undefined) refuseUnknown(process, model.processes)
    await checkQuota(tx, {
      tenantId: app.tenantId,
      appId: null,
      asked: usageOfJob(model, process ?? 'run'),
    })
    const now = clock.now()
    const job = {
      ...{ id: newId('job'), tenantId: app.tenantId, appId: app.id, releaseId: release.id, kind: 'run' },
      ...{ command, createdBy: by, process: process ?? null, attended: attended ?? null },
      deadline: new Date(now.getTime() + timeoutMs),
    }
    await writeJob(tx, job, now)
    const argv = command.slice(0, MAX_AUDITED).map((word) => word.slice(0, 200).toWellFormed())
    await auditChange(tx, request, app.name, { action: 'app.job_run', data: { job: job.id, argv } })
    return { id: job.id, appId: app.id }
  })
  await wake.wakeScheduler('job', appId)
  return id
}

async function releaseToRun(tx: Tx, app: App, number: number | undefined): Promise<Release> {
  if (number !== undefined) return rollbackTarget(tx, app, number)
  const release = app.releaseId ? await tx.release.findUnique({ where: { id: app.releaseId } }) : null
  if (release) return release
  throw new BerthError(
    'app.not_running',
    `app ${app.name} has no release that worked: deploy one, or name one`,
  )
}

function refuseUnknown(process: string, processes: Processes): void {
  if (!Object.hasOwn(processes, process)) throw noProcess(process, Object.keys(processes))
}
