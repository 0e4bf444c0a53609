import type { Db } from '@berth/db'
import type { TellTenant } from '../alerts/ports.ts'
import { tellFailed } from './tell-failed.ts'

/** Neither a node that is away nor a turn is waited for longer: the next backup by schedule, or somebody, tries again. */
const LATE_MS = 60 * 60_000
/** As often as a process may die of one, or be restarted. */
const ATTEMPTS = 5
/** Those that ended are told so long. */
const KEPT_MS = 30 * 24 * 60 * 60_000

/** Ends what waits for too long, or was begun too often; forgets what ended long ago. */
export async function giveUpLate(
  deps: { readonly db: Db; readonly happenings: TellTenant },
  now: Date,
): Promise<void> {
  const { db, happenings } = deps
  const late = await db.volumeTransfer.findMany({
    where: {
      state: 'waiting',
      OR: [{ createdAt: { lt: new Date(now.getTime() - LATE_MS) } }, { attempts: { gte: ATTEMPTS } }],
    },
    include: { volume: true },
  })
  for (const { id, kind, reason: why, createdBy: by, volume } of late) {
    const reason = why ?? 'it found no place for an hour: its node was away, or others were before it'
    await db.$transaction(async (tx) => {
      const where = { id, state: 'waiting' }
      const { count } = await tx.volumeTransfer.updateMany({
        where,
        data: { state: 'failed', reason, endedAt: now },
      })
      if (count > 0) await tellFailed(tx, happenings, volume, { kind, reason, by })
    })
  }
  const before = new Date(now.getTime() - KEPT_MS)
  await db.volumeTransfer.deleteMany({
    where: { state: { in: ['done', 'failed'] }, endedAt: { lt: before } },
  })
}
