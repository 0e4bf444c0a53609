import { BerthError } from '@berth/core'
import { type App, type Db, forTenant, type Prisma } from '@berth/db'
import { type JobView, type KeptLine, keptLineSchema } from '@berth/protocol'
import { z } from 'zod'
import { JOB_VIEW_INCLUDE, jobView } from './job-views.ts'

const linesSchema = z.array(keptLineSchema)
const MAX_SHOWN = 200
const USUALLY_SHOWN = 50

/** Newest first; of one cron entry, or of all. */
export async function listJobs(
  db: Db,
  app: App,
  {
    cron,
    limit = USUALLY_SHOWN,
  }: { readonly cron?: string | undefined; readonly limit?: number | undefined },
): Promise<JobView[]> {
  const rows = await forTenant(db, app.tenantId).job.findMany({
    where: { appId: app.id, ...(cron !== undefined && { cronName: cron }) },
    include: JOB_VIEW_INCLUDE,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: Math.min(limit, MAX_SHOWN),
  })
  return rows.map(jobView)
}

/** Error: job.not_found. */
export async function readJobView(db: Db, app: App, id: string): Promise<JobView> {
  return jobView(await findJob(db, app, id, JOB_VIEW_INCLUDE))
}

/** What was kept of its log; empty while its container has it. Error: job.not_found. */
export async function readJobLog(db: Db, app: App, id: string): Promise<KeptLine[]> {
  const job = await findJob(db, app, id, { ...JOB_VIEW_INCLUDE, lines: true })
  return linesSchema.parse(job.lines?.lines ?? [])
}

async function findJob<I extends Prisma.JobInclude>(db: Db, app: App, id: string, include: I) {
  const job = await forTenant(db, app.tenantId).job.findFirst({ where: { id, appId: app.id }, include })
  if (job) return job
  throw jobNotFound(id)
}

export function jobNotFound(id: string): BerthError {
  return new BerthError('job.not_found', `there is no job "${id}" of this app`, { details: { id } })
}
