import { BerthError, newId, toBerthError } from '@berth/core'
import type { Tx } from '@berth/db'
import type { CollectionDeps, CollectionRequest } from './collection.ts'
import { newTally, performCollection, RUN_MS } from './perform-collection.ts'

const LOCK = { maxWait: 10_000, timeout: 2 * RUN_MS } as const
const LOCK_NAME = 'collection of images'

/**
 * One run of the collection, with its row; at most one at a time over all processes. What fails is told in the row.
 * Error: storage.collecting when another one runs.
 */
export async function collect(deps: CollectionDeps, request: CollectionRequest): Promise<string> {
  // the lock only saves work: two collectors would not harm each other
  return deps.db.$transaction(async (lock) => {
    if (!(await tryLock(lock)))
      throw new BerthError('storage.collecting', 'a collection is running already: wait until it has ended')
    const id = await begin(deps, request)
    request.onStart?.(id)
    const tally = newTally()
    try {
      await performCollection(deps, request, tally)
    } catch (error) {
      deps.log.error({ err: error }, 'a collection failed')
      tally.problems.push(toBerthError(error).message)
    }
    const { problems, ...counts } = tally
    await deps.db.collectionRun.update({
      where: { id },
      data: {
        ...counts,
        finishedAt: deps.clock.now(),
        error: problems.length > 0 ? problems.join('; ') : null,
      },
    })
    return id
  }, LOCK)
}

/** Held by the transaction, so it ends with the process, however that ends. */
async function tryLock(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${LOCK_NAME}, 0)) AS locked`
  return row?.locked ?? false
}

async function begin({ db, clock }: CollectionDeps, request: CollectionRequest): Promise<string> {
  const { by, dryRun } = request
  const now = clock.now()
  await db.collectionRun.updateMany({
    where: { finishedAt: null },
    data: { finishedAt: now, error: 'it was cut off' },
  })
  const id = newId('collection')
  await db.collectionRun.create({ data: { id, startedAt: now, by, dryRun, reconcile: request.reconcile } })
  return id
}
