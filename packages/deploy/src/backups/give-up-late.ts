import type { Db } from '@berth/db'
import type { TellTenant } from '../alerts/ports.ts'
import { inTenant } from '../locks.ts'
import { dropMadeFor } from './drop-made-for.ts'
import { tellFailed } from './tell-failed.ts'

/** Neither a node that is away nor a turn is waited for longer: the next backup by schedule, or somebody, tries again. */
const LATE_MS = 60 * 60_000
/** As often as a process may die of one, or be restarted. */
const ATTEMPTS = 5
/** Those that ended are told so long. */
const KEPT_MS = 30 * 24 * 60 * 60_000

/** Ends what waits for too long since it was asked for or put off, or was begun too often; forgets what ended long ago. */
export async function giveUpLate(
  deps: { readonly db: Db; readonly happenings: TellTenant },
  now: Date,
): Promise<void> {
  const { db, happenings } = deps
  const since = { lt: new Date(now.getTime() - LATE_MS) }
  const late = await db.volumeTransfer.findMany({
    where: {
      state: 'waiting',
      OR: [{ notBefore: null, createdAt: since }, { notBefore: since }, { attempts: { gte: ATTEMPTS } }],
    },
  })
  for (const transfer of late) {
    const { id, tenantId, volumeId, kind, createdBy: by } = transfer
    const reason =
      transfer.reason ?? 'it found no place for an hour: its node was away, or others were before it'
    await inTenant(db, tenantId, async (tx) => {
      const { count } = await tx.volumeTransfer.updateMany({
        where: { id, state: 'waiting' },
        data: { state: 'failed', reason, endedAt: now },
      })
      const volume = count === 0 ? null : await tx.volume.findUnique({ where: { id: volumeId } })
      if (!volume) return
      await tellFailed(tx, happenings, volume, { kind, reason, by })
      await dropMadeFor(tx, transfer, volume, now)
    })
  }
  const before = new Date(now.getTime() - KEPT_MS)
  await db.volumeTransfer.deleteMany({
    where: { state: { in: ['done', 'failed'] }, endedAt: { lt: before } },
  })
}
