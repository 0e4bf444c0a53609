import type { Db } from '@berth/db'

/** Whoever has it says so every two seconds. */
const LOST_MS = 20_000

/** What a process held that is no more waits again, and says why. */
export async function takeBack(db: Pick<Db, 'volumeTransfer'>, now: Date): Promise<void> {
  await db.volumeTransfer.updateMany({
    where: { state: 'running', beatAt: { lt: new Date(now.getTime() - LOST_MS) } },
    data: {
      ...{ state: 'waiting', holder: null, notBefore: now },
      reason: 'the platform was restarted meanwhile: it is begun again',
    },
  })
}
