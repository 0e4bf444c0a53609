import { newId } from '@berth/core'
import type { Job, Tx } from '@berth/db'

/** What a new job is made of. Within the tenant's or the app's transaction. */
export type NewJob = Pick<
  Job,
  'tenantId' | 'appId' | 'releaseId' | 'kind' | 'command' | 'createdBy' | 'deadline'
> &
  Partial<
    Pick<
      Job,
      | 'id'
      | 'process'
      | 'attended'
      | 'deployId'
      | 'cronName'
      | 'scheduledAt'
      | 'concurrency'
      | 'state'
      | 'reason'
      | 'endedAt'
      | 'log'
    >
  >

export async function writeJob(tx: Pick<Tx, 'job'>, job: NewJob, now: Date): Promise<string> {
  const id = job.id ?? newId('job')
  await tx.job.create({ data: { ...job, id, createdAt: now } })
  return id
}
