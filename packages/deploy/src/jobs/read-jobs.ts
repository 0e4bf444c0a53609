import type { Prisma, Tx } from '@berth/db'
import { limitsOf } from '../processes/of-process.ts'
import { containerModel, KIN_AND_LIMITS, MODEL_COLUMNS, releaseModel } from '../rows.ts'
import { homeOf } from '../volumes/homes.ts'
import { ACTIVE } from '../write-deploy.ts'
import {
  concurrencySchema,
  jobKindSchema,
  jobLogSchema,
  jobStateSchema,
  processOfJob,
  UNENDED,
} from './job-rows.ts'
import type { JobModel } from './job-model.ts'

/** of a volume */
const RESTORING = {
  where: { state: 'open', kind: 'restore' },
  select: { id: true },
} satisfies Prisma.Volume$tasksArgs

const INCLUDE = {
  release: { select: MODEL_COLUMNS },
  app: {
    select: {
      name: true,
      deletedAt: true,
      volumes: { select: { id: true, name: true, nodeId: true, tasks: RESTORING } },
    },
  },
  deploy: { select: { state: true } },
  container: { include: { release: { select: KIN_AND_LIMITS }, node: { select: { name: true } } } },
} satisfies Prisma.JobInclude

export type JobRow = Prisma.JobGetPayload<{ include: typeof INCLUDE }>

/** Ids of jobs that there may be something to do for, oldest first. */
export async function readUnsettled(tx: Pick<Tx, 'job'>): Promise<{ id: string; appId: string }[]> {
  return tx.job.findMany({
    where: { OR: [UNENDED, { container: { isNot: null } }], app: { deletedAt: null } },
    orderBy: { createdAt: 'asc' },
    select: { id: true, appId: true },
  })
}

export async function readJob(tx: Pick<Tx, 'job'>, id: string): Promise<JobRow | null> {
  return tx.job.findUnique({ where: { id }, include: INCLUDE })
}

export async function jobModel(tx: Pick<Tx, 'job'>, row: JobRow): Promise<JobModel> {
  const release = releaseModel(row.release)
  const process = processOfJob(row)
  return {
    id: row.id,
    kind: jobKindSchema.parse(row.kind),
    state: jobStateSchema.parse(row.state),
    attended: row.attended !== null,
    log: jobLogSchema.parse(row.log),
    cancelBy: row.cancelBy,
    deadline: row.deadline,
    createdAt: row.createdAt,
    endedAt: row.endedAt,
    logSince: row.logSince,
    wasPlaced: row.containerId !== null,
    deployOver: row.deploy !== null && !ACTIVE.state.in.some((state) => state === row.deploy?.state),
    blocked: await isBlocked(tx, row),
    limits: limitsOf(release, process),
    home: homeOf(release, row.app.volumes, process),
    container: row.container && containerModel(row.container),
  }
}

/** A volume takes another state back, or older runs of its entry are told to end, whose place it takes. */
async function isBlocked(tx: Pick<Tx, 'job'>, row: JobRow): Promise<boolean> {
  if (row.app.volumes.some(({ tasks }) => tasks.length > 0)) return true
  if (row.cronName === null || concurrencySchema.parse(row.concurrency) !== 'replace') return false
  const { appId, cronName, createdAt } = row
  const older = await tx.job.count({ where: { appId, cronName, createdAt: { lt: createdAt }, ...UNENDED } })
  return older > 0
}
