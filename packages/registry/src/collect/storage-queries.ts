import type { CollectionRun, Db } from '@berth/db'
import type { CollectionRunView, StorageView } from '@berth/protocol'

const RUNS = 20
const MISSING = 100

/** What the administrators' page and the command line show of storage. */
export type StorageQueries = {
  overview(): Promise<StorageView>
  /** Null: there is no such run. */
  run(id: string): Promise<CollectionRunView | null>
}

export function createStorageQueries({ db }: { db: Db }): StorageQueries {
  return {
    overview: async () => {
      const [stored, runs, lastReal, missing, missingCount] = await Promise.all([
        db.blob.aggregate({ _sum: { size: true }, _count: true }),
        db.collectionRun.findMany({ orderBy: { startedAt: 'desc' }, take: RUNS }),
        db.collectionRun.findFirst({
          where: { finishedAt: { not: null } },
          orderBy: { startedAt: 'desc' },
        }),
        db.blob.findMany({
          where: { missingAt: { not: null } },
          orderBy: { missingAt: 'asc' },
          take: MISSING,
          include: { links: { select: { repository: { select: { name: true } } }, take: 5 } },
        }),
        db.blob.count({ where: { missingAt: { not: null } } }),
      ])
      return {
        bytes: Number(stored._sum.size ?? 0n),
        blobs: stored._count,
        reclaimable: lastReal === null ? null : reclaimableOf(lastReal),
        runs: runs.map(toView),
        missingCount,
        missing: missing.map(({ digest, size, missingAt, links }) => ({
          digest,
          bytes: Number(size),
          since: missingAt ?? new Date(0),
          repositories: links.map(({ repository }) => repository.name),
        })),
      }
    },
    run: async (id) => {
      const run = await db.collectionRun.findUnique({ where: { id } })
      return run && toView(run)
    },
  }
}

/** A dry run took nothing of what it found. */
function reclaimableOf(run: CollectionRun): { now: number; later: number; at: Date } {
  return {
    now: run.dryRun ? Number(run.bytes) : 0,
    later: Number(run.laterBytes),
    at: run.finishedAt ?? run.startedAt,
  }
}

function toView(run: CollectionRun): CollectionRunView {
  const { bytes, laterBytes, ...rest } = run
  return { ...rest, bytes: Number(bytes), laterBytes: Number(laterBytes) }
}
