import { recordEvent, type VolumeTransfer } from '@berth/db'
import { inTenant } from '../locks.ts'
import { ours } from './claim-transfer.ts'
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
    if (end.kind === 'failed') return tellFailed(tx, happenings, volume, { kind, reason: end.reason, by })
    if (end.outcome) {
      const data = rowOf(
        tenantId,
        { format: 'berth-volume-backup', version: 1, ...end.outcome.manifest },
        new Set([volumeId]),
      )
      await tx.volumeBackup.createMany({ data: [data], skipDuplicates: true })
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
