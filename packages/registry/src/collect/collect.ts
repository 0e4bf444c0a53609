import type { BlobStore } from '@berth/blob'
import { BerthError, type Clock, newId, toBerthError } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { Logger } from '@berth/log'
import { reapUploads } from '../upload-reaper.ts'
import { collectBlobs } from './collect-blobs.ts'
import { collectManifests } from './collect-manifests.ts'
import { markLoose } from './mark-loose.ts'
import { measureReclaimable } from './reclaimable.ts'
import { reconcile } from './reconcile.ts'

/** What is left after so long waits for the next run. */
const RUN_MS = 15 * 60_000
const LOCK = { maxWait: 10_000, timeout: 2 * RUN_MS } as const
const LOCK_NAME = 'collection of images'

export type CollectionDeps = {
  readonly db: Db
  readonly blobs: BlobStore
  readonly clock: Clock
  readonly log: Logger
  /** how long content stays after it was pushed, mounted or asked for by HEAD */
  readonly leaseMs: number
  /** how long a manifest stays after nothing holds it any more, or after it was last asked for */
  readonly graceMs: number
}

export type CollectionRequest = {
  /** null: the platform by itself */
  readonly by: string | null
  readonly dryRun: boolean
  /** storage and database are compared too, which reads all of both */
  readonly reconcile: boolean
  /** called with the run's id when it has begun */
  readonly onStart?: (id: string) => void
}

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
      await perform(deps, request, tally)
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

type Tally = ReturnType<typeof newTally>

function newTally() {
  return {
    manifests: 0,
    links: 0,
    blobs: 0,
    bytes: 0n,
    laterBytes: 0n,
    uploads: 0,
    strays: 0,
    missing: 0,
    problems: new Array<string>(),
  }
}

async function perform(deps: CollectionDeps, request: CollectionRequest, tally: Tally): Promise<void> {
  const { db, clock, leaseMs, graceMs } = deps
  const startedAt = clock.now().getTime()
  const ends = { leaseBefore: new Date(startedAt - leaseMs), graceBefore: new Date(startedAt - graceMs) }
  const isOver = () => clock.now().getTime() - startedAt > RUN_MS
  await markLoose(db, clock.now())
  if (request.reconcile) {
    const { strays, missing, warning } = await reconcile(deps, request)
    Object.assign(tally, { strays, missing })
    if (warning) tally.problems.push(warning)
  }
  if (request.dryRun) return void Object.assign(tally, await measureReclaimable(db, ends))
  tally.uploads = await reapUploads(deps)
  for await (const _ of collectManifests(db, ends.graceBefore)) {
    tally.manifests++
    if (isOver()) break
  }
  await takeBlobs(deps, tally, ends.leaseBefore, isOver)
  const left = await measureReclaimable(db, ends)
  tally.laterBytes = left.bytes + left.laterBytes
}

async function takeBlobs(
  deps: CollectionDeps,
  tally: Tally,
  leaseBefore: Date,
  isOver: () => boolean,
): Promise<void> {
  let failed = 0
  for await (const blob of collectBlobs(deps, leaseBefore)) {
    if ('error' in blob) {
      deps.log.error({ err: blob.error, digest: blob.digest }, 'content could not be removed')
      if (failed++ === 0) tally.problems.push(`${blob.digest}: ${toBerthError(blob.error).message}`)
    } else {
      tally.links += blob.links
      if (blob.freed !== null) {
        tally.blobs++
        tally.bytes += blob.freed
      }
    }
    if (isOver()) break
  }
  if (failed > 1) tally.problems.push(`${failed} contents could not be removed`)
}
