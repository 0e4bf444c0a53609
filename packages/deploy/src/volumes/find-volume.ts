import { BerthError } from '@berth/core'
import type { Tx, Volume } from '@berth/db'
import type { Caller } from '../requests.ts'
import { volumeNotFound } from './volume-errors.ts'

export type VolumeTarget = Caller & { readonly volume: string }

/** Error: volume.not_found, also for another tenant's, and for one that was deleted. */
export async function findVolume(tx: Pick<Tx, 'volume'>, { tenant, volume }: VolumeTarget): Promise<Volume> {
  const row = await tx.volume.findFirst({
    where: { tenantId: tenant.id, name: volume, sandboxId: null, deletedAt: null },
  })
  if (row) return row
  throw volumeNotFound(volume)
}

/** Error: volume.busy, while its state is brought back. */
export async function refuseRestoring(tx: Pick<Tx, 'volumeTask'>, { id, name }: Volume): Promise<void> {
  if ((await tx.volumeTask.count({ where: { volumeId: id, state: 'open', kind: 'restore' } })) === 0) return
  throw new BerthError(
    'volume.busy',
    `a state of volume ${name} is being brought back: wait until that is done`,
  )
}
