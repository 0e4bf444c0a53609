import type { Tx } from '@berth/db'
import { tell } from '../events/tell.ts'
import type { SandboxStep } from './plan-containers.ts'
import type { SandboxRow } from './read-sandboxes.ts'
import type { ShelvedVersion } from './version-shelf.ts'
import { NO_REASON, writeWish } from './wish.ts'

/** A container whose node is to be told. */
export type Touched = { readonly nodeId: string; readonly containerId: string; readonly generation: number }

export type Written = {
  readonly touched: readonly Touched[]
  /** the script of its lab that is to be run now */
  readonly script: 'setup' | 'cleanup' | null
}

/** Writes what was planned for one sandbox. */
export async function writeSteps(
  tx: Tx,
  row: SandboxRow,
  options: { readonly steps: readonly SandboxStep[]; readonly version: ShelvedVersion; readonly now: Date },
): Promise<Written> {
  const touched: Touched[] = []
  let script: Written['script'] = null
  for (const step of options.steps) {
    if (step.kind === 'desire') touched.push(...(await desireAll(tx, [step.containerId], step.desired)))
    else if (step.kind === 'setup' || step.kind === 'cleanup') script = step.kind
    await writeStep(tx, row, { ...options, step })
  }
  return { touched, script }
}

async function writeStep(
  tx: Tx,
  row: SandboxRow,
  {
    step,
    version,
    now,
  }: { readonly step: SandboxStep; readonly version: ShelvedVersion; readonly now: Date },
): Promise<void> {
  // somebody may have asked for something else since it was read
  const where = { id: row.id, state: row.state, wanted: row.wanted, attempt: row.attempt }
  switch (step.kind) {
    case 'desire':
      return
    case 'forget':
      await tx.container.deleteMany({ where: { id: step.containerId } })
      return
    case 'setup':
      await tx.sandbox.updateMany({ where, data: { setupAt: now } })
      return
    case 'cleanup':
      await tx.sandbox.updateMany({ where, data: { cleanupAt: now } })
      return
    case 'ready': {
      const { count } = await tx.sandbox.updateMany({ where, data: readyData(row, version, now) })
      return tell(tx, count > 0 ? [{ sandbox: row, type: 'ready' }] : [])
    }
    case 'requeue': {
      const { count } = await tx.sandbox.updateMany({ where, data: { state: 'queued' } })
      return tell(tx, count > 0 ? [{ sandbox: row, type: 'queued' }] : [])
    }
    case 'fail': {
      const { reason } = step
      const data = { state: 'failed', wanted: 'stopped', reason: { ...reason } }
      const { count } = await tx.sandbox.updateMany({ where, data })
      return tell(tx, count > 0 ? [{ sandbox: row, type: 'failed', reason }] : [])
    }
    case 'lose':
      return writeWish(tx, row, { wanted: 'stopped', reason: { kind: 'node-lost' }, now })
    case 'delete-homes':
      // nobody has them back: the time that a deleted volume is kept is over for them
      await tx.volume.updateMany({
        where: { sandboxId: row.id, deletedAt: null, ...(!step.all && { attempt: { not: row.attempt } }) },
        data: { deletedAt: new Date(0), deletedBy: 'the platform' },
      })
      return
  }
}

/** Its time counts from its first moment with an owner. */
export function readyData(
  row: Pick<SandboxRow, 'userId' | 'claimedAt' | 'expiresAt' | 'deadlineAt' | 'readyAt'>,
  { spec: { times } }: Pick<ShelvedVersion, 'spec'>,
  now: Date,
) {
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
  return {
    ...{ state: 'running', readyAt: now, ...NO_REASON, activeAt: now },
    ...(row.userId !== null && {
      seenAt: now,
      claimedAt: row.claimedAt ?? now,
      expiresAt: row.expiresAt ?? later(times.expires),
      deadlineAt: row.deadlineAt ?? later(times.deadline),
    }),
  }
}

/** Writes what is wanted of containers from now on. */
export async function desireAll(
  tx: Pick<Tx, 'container'>,
  ids: readonly string[],
  desired: string,
): Promise<Touched[]> {
  if (ids.length === 0) return []
  const rows = await tx.container.updateManyAndReturn({
    where: { id: { in: [...ids] } },
    data: { desired, generation: { increment: 1 } },
    select: { id: true, nodeId: true, generation: true },
  })
  return rows.map(({ id: containerId, nodeId, generation }) => ({ containerId, nodeId, generation }))
}
