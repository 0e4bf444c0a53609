import { BerthError, newId } from '@berth/core'
import type { Tx, Volume } from '@berth/db'

const MAX_SNAPSHOTS = 20

/** The row of one more; returns its id. Error: quota.exceeded. */
export async function addSnapshot(
  tx: Tx,
  { id: volumeId, name }: Pick<Volume, 'id' | 'name'>,
  row: {
    readonly origin: 'asked' | 'before-restore' | 'import' | 'schedule'
    readonly state?: 'importing' | 'wanted'
    /** that are held for it */
    readonly bytes?: number
    readonly by: string
    /** of what comes anyway: also when there are as many as there may be */
    readonly anyway?: true
  },
): Promise<string> {
  const before = await tx.volumeSnapshot.findMany({ where: { volumeId }, orderBy: { number: 'desc' } })
  if (before.length >= MAX_SNAPSHOTS && !row.anyway) {
    throw new BerthError(
      'quota.exceeded',
      `volume ${name} has ${MAX_SNAPSHOTS} snapshots, which is the most: delete one first`,
    )
  }
  const id = newId('snapshot')
  const number = (before[0]?.number ?? 0) + 1
  const { origin, state = 'wanted', bytes = 0, by } = row
  await tx.volumeSnapshot.create({
    data: { id, volumeId, number, origin, state, bytes: BigInt(bytes), createdBy: by },
  })
  return id
}
