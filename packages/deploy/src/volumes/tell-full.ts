import { formatBytes } from '@berth/core'
import { recordEvent, type Tx, type Volume } from '@berth/db'
import { fullLevel } from '../alerts/full-level.ts'
import type { TellTenant } from '../alerts/ports.ts'

type Row = Volume & { readonly app: { readonly name: string } | null }

/** Writes how full a volume is, and tells its tenant when that went past a level, once. Homes of sandboxes are told by nobody. */
export async function tellFull(tx: Tx, happenings: TellTenant, row: Row, usedBytes: bigint): Promise<void> {
  const { id, tenantId, name, bytes, appId, app } = row
  const level = fullLevel(row.fullLevel, usedBytes, bytes)
  if (level === row.fullLevel || row.sandboxId !== null) return
  await tx.volume.update({ where: { id }, data: { fullLevel: level } })
  if (level < row.fullLevel) return
  const message = `volume ${name} is more than ${level} % full: ${formatBytes(Number(usedBytes))} of ${formatBytes(Number(bytes))}`
  await recordEvent(tx, {
    ...{ tenantId, type: level === 95 ? 'volume.full' : 'volume.filling', message },
    ...{ appId, appName: app?.name ?? null, data: { volume: name } },
  })
  if (app) await happenings.note(tx, [{ kind: 'disk_full', tenantId, app: app.name, message }])
}
