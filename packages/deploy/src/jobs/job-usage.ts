import type { Quota } from '@berth/core'
import type { Prisma, Tx } from '@berth/db'
import type { ReleaseModel } from '../model.ts'
import { limitsOf } from '../processes/of-process.ts'
import { MODEL_COLUMNS, releaseModel } from '../rows.ts'
import { processOfJob, UNENDED } from './job-rows.ts'

/** What a job takes of its tenant's quota until it has ended: one container. */
export function usageOfJob(release: Pick<ReleaseModel, 'processes' | 'limits'>, process: string): Quota {
  return { ...limitsOf(release, process), containers: 1 }
}

/** Of all jobs of these apps that have not ended. The command of a release takes the room of its instances. */
export async function readJobUsage(
  tx: Pick<Tx, 'job'>,
  app: Prisma.AppWhereInput,
): Promise<{ appId: null; tenantId: string; usage: Quota }[]> {
  const jobs = await tx.job.findMany({
    where: { ...UNENDED, kind: { not: 'release' }, app: { ...app, deletedAt: null } },
    include: { release: { select: MODEL_COLUMNS } },
  })
  return jobs.map((job) => ({
    appId: null,
    tenantId: job.tenantId,
    usage: usageOfJob(releaseModel(job.release), processOfJob(job)),
  }))
}
