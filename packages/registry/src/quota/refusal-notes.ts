import { type BerthError, type Clock, formatBytes } from '@berth/core'
import { type Db, recordEvent } from '@berth/db'
import type { RegistryHappenings } from '../happenings.ts'

const REPEAT_MS = 10 * 60_000
const MAX_REMEMBERED = 10_000

/** Tells a tenant's activity that a push was refused; once in ten minutes, so that a loop of them fills nothing. */
export type NoteRefusal = (error: BerthError) => Promise<void>

export function createRefusalNotes({
  db,
  clock,
  happenings,
}: {
  readonly db: Db
  readonly clock: Clock
  readonly happenings: RegistryHappenings
}): NoteRefusal {
  const noted = new Map<string, number>()
  return async (error) => {
    if (error.code !== 'registry.quota_exceeded') return
    const { tenantId, used, quota } = error.details
    if (typeof tenantId !== 'string' || typeof used !== 'number' || typeof quota !== 'number') return
    const now = clock.now().getTime()
    if ((noted.get(tenantId) ?? 0) > now - REPEAT_MS) return
    if (noted.size >= MAX_REMEMBERED) noted.clear()
    noted.set(tenantId, now)
    await db.$transaction(async (tx) => {
      await recordEvent(tx, {
        tenantId,
        type: 'images.quota_exceeded',
        message: `a push was refused: images take ${formatBytes(used)} of ${formatBytes(quota)}`,
        data: { used, quota },
      })
      const level = { level: 'exceeded', usedBytes: used, limitBytes: quota } as const
      await happenings.note(tx, [{ kind: 'quota', tenantId, ...level }])
    })
  }
}
