import type { Build, Tx } from '@berth/db'
import type { BuildFailure } from '@berth/protocol'
import { recordBuild } from './record-build.ts'

/** Ends a build that brought no image. Within a transaction that holds it. */
export async function endBuild(
  tx: Tx,
  build: Build,
  end: { readonly state: 'failed' | 'canceled'; readonly failure: BuildFailure; readonly now: Date },
): Promise<void> {
  const { state, failure, now } = end
  await tx.build.update({ where: { id: build.id }, data: { state, failure, endedAt: now, ssh: {} } })
  await recordBuild(tx, build, state, build.canceledBy, failure)
}

/**
 * Tells a build to end: at once when no node has it, else when its node says so. Reports of what it did before are
 * refused from now on, so that a canceled build never succeeds.
 */
export async function tellToEnd(
  tx: Tx,
  build: Build,
  why: { readonly reason: string; readonly by: string | null; readonly now: Date },
): Promise<void> {
  const { reason, by, now } = why
  if (build.cancelReason !== null) return
  const told = await tx.build.update({
    where: { id: build.id },
    data: { cancelReason: reason, canceledBy: by, generation: { increment: 1 } },
  })
  if (told.state !== 'queued' || told.nodeId !== null) return
  await endBuild(tx, told, { state: 'canceled', failure: { kind: 'canceled', message: reason }, now })
}
