import type { EndReason } from './end-reason.ts'
import { describeEnd } from './end-reason.ts'

/** What a command that runs once was asked for by: a person, the clock, or a deploy. */
export const JOB_KINDS = ['run', 'cron', 'release'] as const
export type JobKind = (typeof JOB_KINDS)[number]

/** `lost`: what became of it is not known, and it is not tried again. */
export const JOB_STATES = ['queued', 'running', 'succeeded', 'failed', 'canceled', 'lost'] as const
export type JobState = (typeof JOB_STATES)[number]

/** Why a job ended otherwise than by its own program. */
export const JOB_CAUSES = [
  'canceled',
  'deadline',
  'viewer-left',
  'deploy-over',
  'still-runs', // its entry allows one at a time
  'no-room',
  'quota',
  'gone', // its container is not there any more
] as const
export type JobCause = (typeof JOB_CAUSES)[number]

/** What a cron entry does when it is due and its last run has not ended. */
export const CONCURRENCIES = ['allow', 'forbid', 'replace'] as const
export type Concurrency = (typeof CONCURRENCIES)[number]

/** One English sentence for CLI and events; null while there is nothing to say, or nothing went wrong. */
export function describeJobEnd(job: {
  readonly state: JobState
  readonly cause: JobCause | null
  readonly end: EndReason | null
  readonly cancelBy: string | null
}): string | null {
  if (job.cause !== null) return job.cause === 'canceled' ? `canceled by ${job.cancelBy}` : CAUSES[job.cause]
  if (job.end === null || job.state === 'succeeded') return null
  return describeEnd(job.end)
}

const CAUSES: Readonly<Record<Exclude<JobCause, 'canceled'>, string>> = {
  deadline: 'ended at its deadline',
  'viewer-left': 'ended because its viewer had left',
  'deploy-over': 'ended with its deploy',
  'still-runs': 'not begun: the run before it had not ended',
  'no-room': 'not begun: no node had room for it',
  quota: 'not begun: the quota had no room for it',
  gone: 'its container is gone, so that nobody knows how it ended',
}
