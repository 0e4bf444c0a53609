import type { Tx } from '@berth/db'
import { UNENDED } from './job-rows.ts'

/** Tells all jobs of an app that have not ended to end. */
export async function cancelJobs(tx: Pick<Tx, 'job'>, appId: string, by: string): Promise<void> {
  await tx.job.updateMany({ where: { appId, cancelBy: null, ...UNENDED }, data: { cancelBy: by } })
}
