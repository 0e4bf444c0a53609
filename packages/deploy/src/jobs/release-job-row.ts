import type { Job } from '@berth/db'
import { endOf } from '../rows.ts'
import { jobCauseSchema, jobStateSchema } from './job-rows.ts'
import type { ReleaseJob } from './release-job.ts'

export function releaseJobOf(row: Job | null): ReleaseJob | null {
  if (!row) return null
  const { cancelBy, lastLines, endedAt } = row
  return {
    ...{ cancelBy, lastLines, endedAt },
    state: jobStateSchema.parse(row.state),
    cause: row.reason === null ? null : jobCauseSchema.parse(row.reason),
    end: endOf(row),
  }
}
