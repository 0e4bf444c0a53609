import type { Db } from '@berth/db'
import { tell } from '../events/tell.ts'
import type { Asked } from './change.ts'
import { refuseLoop } from './refuse-loop.ts'

/** Its owner asks for help, or not any more; who teaches may take the question, or lower the hand. Once more is nothing new. Error: sandbox.too_often. */
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
    if (hand.raised) await refuseLoop(tx, sandbox.id, { kind: 'hand', now: now() })
    const data = hand.raised
      ? {
          handAt: sandbox.handAt ?? now(),
          handNote: hand.note ?? sandbox.handNote,
          handTakenBy: hand.takenBy ?? null,
        }
      : { handAt: null, handNote: null, handTakenBy: null }
    const where = { id: sandbox.id, ...(!hand.raised && { handAt: { not: null } }) }
    const { count } = await tx.sandbox.updateMany({ where, data })
    if (count === 0) return
    await tell(tx, [{ sandbox, type: hand.raised ? 'hand-raised' : 'hand-lowered', by }])
  })
}
