import { recordEvent, type Tx, type Volume } from '@berth/db'
import type { TellTenant } from '../alerts/ports.ts'

/** A backup that was not made, or not brought back: as an event, and to the tenant's servers. */
export async function tellFailed(
  tx: Tx,
  happenings: TellTenant,
  { tenantId, appId, name }: Pick<Volume, 'tenantId' | 'appId' | 'name'>,
  {
    kind,
    reason,
    by = null,
  }: { readonly kind: string; readonly reason: string; readonly by?: string | null },
): Promise<void> {
  const isBackup = kind === 'backup'
  const message = isBackup
    ? `a backup of volume ${name} was not made: ${reason}`
    : `a backup was not brought back into volume ${name}: ${reason}`
  const type = isBackup ? 'volume.backup_failed' : 'volume.backup_restore_failed'
  await recordEvent(tx, { tenantId, type, message, appId, by, data: { volume: name } })
  if (isBackup) await happenings.note(tx, [{ kind: 'backup_failed', tenantId, volume: name, message }])
}
