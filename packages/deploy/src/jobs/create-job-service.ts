import { findApp, forTenant } from '@berth/db'
import type { CronView, JobView, KeptLine } from '@berth/protocol'
import type { DeployContext } from '../context.ts'
import type { AppTarget } from '../requests.ts'
import { cancelJob } from './cancel-job.ts'
import { listEntries } from './cron/list-entries.ts'
import { pauseEntry } from './cron/pause-entry.ts'
import { type EntryTarget, runEntry } from './cron/run-entry.ts'
import type { JobRequest } from './job-fields.ts'
import { listJobs, readJobLog, readJobView } from './job-queries.ts'
import { runCommand } from './run-command.ts'

type JobTarget = AppTarget & { readonly id: string }

/** Commands that run once, and what runs by the clock. Errors of all: app.not_found, db.unavailable. */
export type JobService = {
  /** Error: quota.exceeded, app.not_running, release.not_found */
  run(request: AppTarget & JobRequest): Promise<JobView>
  list(target: AppTarget & { cron?: string | undefined; limit?: number | undefined }): Promise<JobView[]>
  get(target: JobTarget): Promise<JobView>
  /** what was kept of its log; while its container is there, that has it */
  log(target: JobTarget): Promise<KeptLine[]>
  /** Errors: job.not_found, job.ended */
  cancel(target: JobTarget): Promise<JobView>
  listCron(target: AppTarget): Promise<CronView[]>
  /** Error: cron.not_found */
  runCron(target: EntryTarget): Promise<JobView>
  pauseCron(target: EntryTarget & { paused: boolean }): Promise<CronView[]>
}

export function createJobService(context: DeployContext): JobService {
  const { db, clock } = context
  const find = (target: AppTarget) => findApp(forTenant(db, target.tenant.id), target)
  const view = async (target: AppTarget, id: string) => readJobView(db, await find(target), id)

  return {
    run: async (request) => view(request, await runCommand(context, request)),
    list: async (target) => listJobs(db, await find(target), target),
    get: (target) => view(target, target.id),
    log: async (target) => readJobLog(db, await find(target), target.id),
    async cancel(target) {
      await cancelJob(context, target)
      return view(target, target.id)
    },
    listCron: async (target) => listEntries(db, await find(target), clock.now()),
    runCron: async (target) => view(target, await runEntry(context, target)),
    async pauseCron(target) {
      await pauseEntry(context, target)
      return listEntries(db, await find(target), clock.now())
    },
  }
}
