import type { EndReason, JobCause, JobState } from '@berth/core'

/** The one run of a release command for one deploy. */
export type ReleaseJob = {
  readonly state: JobState
  readonly cause: JobCause | null
  readonly end: EndReason | null
  readonly cancelBy: string | null
  readonly lastLines: readonly string[]
  readonly endedAt: Date | null
}
