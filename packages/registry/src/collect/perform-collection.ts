import { toBerthError } from '@berth/core'
import { recountUsage } from '../quota/recount.ts'
import { reapUploads } from '../upload-reaper.ts'
import { collectBlobs } from './collect-blobs.ts'
import { collectManifests } from './collect-manifests.ts'
import type { CollectionDeps, CollectionRequest } from './collection.ts'
import { markLoose } from './mark-loose.ts'
import { measureReclaimable } from './reclaimable.ts'
import { reconcile } from './reconcile.ts'

/** What is left after so long waits for the next run. */
export const RUN_MS = 15 * 60_000

/** What a run has done so far; the columns of its row, and what went wrong. */
export type Tally = ReturnType<typeof newTally>

export function newTally() {
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

/** What one run does, in an order that loses nothing wherever it is cut off. */
export async function performCollection(
  deps: CollectionDeps,
  request: CollectionRequest,
  tally: Tally,
): Promise<void> {
  const { db, clock, leaseMs, graceMs } = deps
  const startedAt = clock.now().getTime()
  const ends = { leaseBefore: new Date(startedAt - leaseMs), graceBefore: new Date(startedAt - graceMs) }
  const isOver = () => clock.now().getTime() - startedAt > RUN_MS
  await markLoose(db, clock.now())
  if (request.reconcile) await compare(deps, request, tally)
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

async function compare(deps: CollectionDeps, request: CollectionRequest, tally: Tally): Promise<void> {
  const { strays, missing, warning } = await reconcile(deps, request)
  Object.assign(tally, { strays, missing })
  if (warning) tally.problems.push(warning)
  if (request.dryRun) return
  const tenants = await recountUsage(deps.db)
  if (tenants.length === 0) return
  deps.log.error({ tenants }, 'what images take had been counted wrongly, and was counted anew')
  tally.problems.push(`what the images of ${tenants.length} tenants take had been counted wrongly`)
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
