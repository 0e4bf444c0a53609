import type { App, Prisma, Tx } from '@berth/db'
import { type Steps, stepsSchema } from '../deploy-steps.ts'
import { containerModel, desiredOf, KIN_AND_LIMITS, releaseModel } from '../rows.ts'
import type { AppSnapshot } from '../snapshot.ts'
import { releaseJobOf } from '../jobs/release-job-row.ts'
import { ACTIVE } from '../write-deploy.ts'

const INCLUDE = {
  current: true,
  deploys: { orderBy: { fence: 'desc' }, take: 1, include: { release: true, job: true } },
  // jobs are not of the rollout; with their app they go
  containers: {
    where: { OR: [{ jobId: null }, { app: { deletedAt: { not: null } } }] },
    include: { release: { select: KIN_AND_LIMITS } },
  },
  volumes: {
    select: {
      ...{ id: true, name: true, nodeId: true },
      tasks: { where: { state: 'open', kind: 'restore' }, select: { id: true } },
    },
  },
} satisfies Prisma.AppInclude

type Row = Prisma.AppGetPayload<{ include: typeof INCLUDE }>

/** What the planner reads, and what the writer of its steps needs beside it. */
export type AppRead = {
  readonly snapshot: AppSnapshot
  readonly row: App
  /** steps of the newest deploy */
  readonly steps: Steps
}

export async function readSnapshot(tx: Pick<Tx, 'app'>, appId: string): Promise<AppRead | undefined> {
  const row = await tx.app.findUnique({ where: { id: appId }, include: INCLUDE })
  return row ? readOf(row) : undefined
}

/** All apps that exist, also those on their way out. */
export async function readSnapshots(tx: Pick<Tx, 'app'>): Promise<AppRead[]> {
  const rows = await tx.app.findMany({ include: INCLUDE })
  return rows.map(readOf)
}

function readOf(row: Row): AppRead {
  const [newest] = row.deploys
  const steps = newest ? stepsSchema.parse(newest.steps) : {}
  const isActive = newest && ACTIVE.state.in.some((state) => state === newest.state)
  const isDraining = newest?.state === 'succeeded' && steps.drain?.state === 'running'
  return {
    row,
    steps,
    snapshot: {
      app: {
        id: row.id,
        name: row.name,
        // a volume takes another state back while nothing uses it
        desired: row.volumes.some(({ tasks }) => tasks.length > 0) ? 'stopped' : desiredOf(row),
        desiredBy: row.desiredBy,
        restartNonce: row.restartNonce,
        deleted: row.deletedAt !== null,
        asleep: row.asleepSince !== null,
      },
      current: row.current && releaseModel(row.current),
      deploy: isActive
        ? {
            id: newest.id,
            createdAt: newest.createdAt,
            by: newest.createdBy,
            release: releaseModel(newest.release),
            releaseJob: releaseJobOf(newest.job),
          }
        : null,
      draining: isDraining ? { id: newest.id } : null,
      failed: newest?.state === 'failed' ? { releaseId: newest.releaseId } : null,
      canceled: newest?.state === 'canceled' ? { releaseId: newest.releaseId, by: newest.canceledBy } : null,
      containers: row.containers.map(containerModel),
      homes: row.volumes,
    },
  }
}
