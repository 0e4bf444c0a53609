import { newId } from '@berth/core'
import type { Tx, Volume, VolumeSnapshot, VolumeTask } from '@berth/db'
import { addSnapshot } from './add-snapshot.ts'

type Row = Volume & {
  readonly snapshots: readonly VolumeSnapshot[]
  /** those that are open */
  readonly tasks: readonly VolumeTask[]
  readonly app: { readonly deploys: readonly unknown[] } | null
}

/** An import begins at its node within seconds; after that a node that does not speak of it has lost it. */
const LOST_MS = 60_000

/**
 * What came into a volume is brought back as a restore is, once, when its app is not being deployed; what its node does
 * not speak of any more is given up. True when a restore begins.
 */
export async function takeImports(
  tx: Tx,
  row: Row,
  receiving: string | undefined,
  now: Date,
): Promise<boolean> {
  const imports = row.snapshots.filter(({ origin }) => origin === 'import')
  for (const { id, state, createdAt } of imports) {
    const isLost = state === 'importing' && id !== receiving && now.getTime() - createdAt.getTime() > LOST_MS
    if (isLost) await tx.volumeSnapshot.update({ where: { id }, data: { state: 'removing', bytes: 0n } })
  }
  const isBusy = row.tasks.some(({ kind }) => kind === 'restore') || (row.app?.deploys.length ?? 0) > 0
  const arrived = imports.find(({ state }) => state === 'ready')
  if (!arrived || isBusy || row.deletedAt !== null) return false
  const keepId = await addSnapshot(tx, row, {
    ...{ origin: 'before-restore', by: arrived.createdBy, anyway: true },
  })
  await tx.volumeTask.create({
    data: {
      ...{ id: newId('volumeTask'), volumeId: row.id, kind: 'restore', snapshotId: arrived.id, keepId },
      createdBy: arrived.createdBy,
    },
  })
  return true
}
