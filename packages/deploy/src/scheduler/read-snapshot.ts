import type { App, Prisma, Tx } from '@berth/db'
import { type Steps, stepsSchema } from '../deploy-steps.ts'
import { hurried } from '../drain-time.ts'
import type { ReleaseModel } from '../model.ts'
import { containerOf, desiredOf, MODEL_COLUMNS, releaseModel } from '../rows.ts'
import type { AppSnapshot } from '../snapshot.ts'
import { releaseJobOf } from '../jobs/release-job-row.ts'
import { ACTIVE } from '../write-deploy.ts'
import type { Shelf } from './create-shelf.ts'
import { releaseIn } from './release-shelf.ts'

const INCLUDE = {
  deploys: { orderBy: { fence: 'desc' }, take: 1, include: { job: true } },
  // jobs are not of the rollout; with their app they go
  containers: { where: { OR: [{ jobId: null }, { app: { deletedAt: { not: null } } }] } },
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

type Tables = Pick<Tx, 'app' | 'release'>

export async function readSnapshot(tx: Tables, appId: string): Promise<AppRead | undefined> {
  const row = await tx.app.findUnique({ where: { id: appId, kind: 'app' }, include: INCLUDE })
  if (!row) return undefined
  const releases = await tx.release.findMany({
    where: { id: { in: releasesOf(row) } },
    select: MODEL_COLUMNS,
  })
  return readOf(row, new Map(releases.map((release) => [release.id, releaseModel(release)])))
}

/** All apps that exist, also those on their way out. */
export async function readSnapshots(
  tx: Pick<Tables, 'app'>,
  releases: Shelf<ReleaseModel>,
): Promise<AppRead[]> {
  const rows = await tx.app.findMany({ where: { kind: 'app' }, include: INCLUDE })
  const models = await releases(rows.flatMap(releasesOf))
  // an app that went between the two reads is nobody's business any more
  return rows.filter((row) => releasesOf(row).every((id) => models.has(id))).map((row) => readOf(row, models))
}

function releasesOf({ releaseId, deploys, containers }: Row): string[] {
  const named = [releaseId, ...deploys.map((deploy) => deploy.releaseId)]
  return [...named.filter((id) => id !== null), ...containers.map((container) => container.releaseId)]
}

function readOf(row: Row, releases: ReadonlyMap<string, ReleaseModel>): AppRead {
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
      current: row.releaseId === null ? null : releaseIn(releases, row.releaseId),
      deploy: isActive
        ? {
            id: newest.id,
            createdAt: newest.createdAt,
            by: newest.createdBy,
            release: releaseIn(releases, newest.releaseId),
            releaseJob: releaseJobOf(newest.job),
          }
        : null,
      draining: isDraining ? { id: newest.id } : null,
      failed: newest?.state === 'failed' ? { releaseId: newest.releaseId } : null,
      canceled: newest?.state === 'canceled' ? { releaseId: newest.releaseId, by: newest.canceledBy } : null,
      containers: hurried(
        row.containers.map((container) => containerOf(container, releaseIn(releases, container.releaseId))),
      ),
      homes: row.volumes,
    },
  }
}
