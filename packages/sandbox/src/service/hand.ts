import type { Db } from '@berth/db'
import { tell } from '../events/tell.ts'
import type { Asked } from './change.ts'

/** Its owner asks for help, or not any more; who teaches may take the question, or lower the hand. */
export async function setHand(
  { db, now }: { readonly db: Db; readonly now: () => Date },
  { sandbox, by }: Asked,
  hand: {
    readonly raised: boolean
    readonly note?: string | undefined
    readonly takenBy?: string | undefined
  },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const data = hand.raised
      ? {
          handAt: sandbox.handAt ?? now(),
          handNote: hand.note ?? sandbox.handNote,
          handTakenBy: hand.takenBy ?? null,
        }
      : { handAt: null, handNote: null, handTakenBy: null }
    await tx.sandbox.update({ where: { id: sandbox.id }, data })
    await tell(tx, [{ sandbox, type: hand.raised ? 'hand-raised' : 'hand-lowered', by }])
  })
}
