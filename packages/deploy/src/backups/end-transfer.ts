import { recordEvent, type VolumeTransfer } from '@berth/db'
import { inTenant } from '../locks.ts'
import { ours } from './claim-transfer.ts'
import { dropMadeFor } from './drop-made-for.ts'
import type { Outcome } from './perform-transfer.ts'
import { rowOf } from './scan-bucket.ts'
import { tellFailed } from './tell-failed.ts'
import type { KeeperDeps } from './keeper-deps.ts'

type End = { readonly moved: number } & (
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly reason: string }
)

/** Writes how it ended, once: nothing when somebody else has it by now, or the volume is gone. */
export async function endTransfer(
  { db, happenings, clock }: Pick<KeeperDeps, 'db' | 'happenings' | 'clock'>,
  transfer: VolumeTransfer,
  end: End,
): Promise<void> {
  const { tenantId, volumeId, kind, createdBy: by } = transfer
  await inTenant(db, tenantId, async (tx) => {
    const reason = end.kind === 'failed' ? end.reason : null
    const { count } = await tx.volumeTransfer.updateMany({
      where: ours(transfer),
      data: { state: end.kind, movedBytes: BigInt(end.moved), reason, holder: null, endedAt: clock.now() },
    })
    const volume = count === 0 ? null : await tx.volume.findUnique({ where: { id: volumeId } })
    if (!volume) return
    if (end.kind === 'failed') {
      await tellFailed(tx, happenings, volume, { kind, reason: end.reason, by })
      return dropMadeFor(tx, transfer, volume, clock.now())
    }
    if (end.outcome) {
      const manifest = { format: 'berth-volume-backup', version: 1, ...end.outcome.manifest } as const
      const data = { ...rowOf(tenantId, manifest, new Set([volumeId])), own: true }
      // a look into the bucket may have read another one of this id: what was made here counts
      await tx.volumeBackup.upsert({
        where: { tenantId_id: { tenantId, id: data.id } },
        create: data,
        update: data,
      })
    }
    const { appId, name } = volume
    const told = end.outcome
      ? { type: 'volume.backed_up', message: `a backup of volume ${name} is in the bucket` }
      : {
          type: 'volume.backup_arrived',
          message: `a backup is at the node of volume ${name}, and is restored`,
        }
    await recordEvent(tx, { tenantId, ...told, appId, by, data: { volume: name } })
  })
}
