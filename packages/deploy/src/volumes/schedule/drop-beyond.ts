import type { Tx, Volume } from '@berth/db'
import { beyond } from './next-due.ts'

/** Of the scheduled snapshots that are there, the newest stay; those that somebody asked for stay anyway. */
export async function dropBeyond(tx: Tx, { id: volumeId, keep }: Pick<Volume, 'id' | 'keep'>): Promise<void> {
  const ready = await tx.volumeSnapshot.findMany({ where: { volumeId, origin: 'schedule', state: 'ready' } })
  const ids = beyond(ready, keep).map(({ id }) => id)
  if (ids.length > 0)
    await tx.volumeSnapshot.updateMany({ where: { id: { in: ids } }, data: { state: 'removing' } })
}
