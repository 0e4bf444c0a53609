import { BerthError } from '@berth/core'
import { collect } from './collect.ts'
import type { CollectionDeps } from './collection.ts'

const EVERY_MS = 60 * 60_000
const RECONCILE_EVERY_MS = 24 * EVERY_MS

/**
 * The regular collection: every hour, once a day with storage compared. To be called more often than that, by any
 * number of processes: who comes too early, or while one runs, does nothing.
 */
export async function collectWhenDue(deps: CollectionDeps): Promise<void> {
  const [last, reconciled] = [await lastRun(deps, {}), await lastRun(deps, { reconcile: true })]
  if (!isOlder(deps, last, EVERY_MS)) return
  try {
    await collect(deps, {
      by: null,
      dryRun: false,
      reconcile: isOlder(deps, reconciled, RECONCILE_EVERY_MS),
    })
  } catch (error) {
    if (!(error instanceof BerthError && error.code === 'storage.collecting')) throw error
  }
}

async function lastRun({ db }: CollectionDeps, which: { reconcile?: true }): Promise<Date | undefined> {
  const run = await db.collectionRun.findFirst({
    where: { dryRun: false, ...which },
    orderBy: { startedAt: 'desc' },
    select: { startedAt: true },
  })
  return run?.startedAt
}

function isOlder({ clock }: CollectionDeps, at: Date | undefined, ms: number): boolean {
  return at === undefined || clock.now().getTime() - at.getTime() >= ms
}
