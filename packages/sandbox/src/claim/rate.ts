import { BerthError } from '@berth/core'
import type { Tx } from '@berth/db'

/** Starts and resets cost a node far more than a click: within ten minutes each may be asked for so often. */
const MOST = { start: 12, reset: 8 } as const
const WINDOW_MS = 10 * 60_000

/** Error: sandbox.too_often. */
export async function refuseTooOften(
  tx: Pick<Tx, 'sandbox' | 'sandboxEvent'>,
  { userId, type, now }: { readonly userId: string; readonly type: keyof typeof MOST; readonly now: Date },
): Promise<void> {
  const since = new Date(now.getTime() - WINDOW_MS)
  const count =
    type === 'start'
      ? await tx.sandbox.count({ where: { userId, createdAt: { gt: since } } })
      : await tx.sandboxEvent.count({
          where: { sandbox: { userId }, type: { in: ['reset', 'reset-undone'] }, at: { gt: since } },
        })
  if (count < MOST[type]) return
  throw new BerthError(
    'sandbox.too_often',
    `a ${type} was asked for ${count} times in the last ten minutes: wait a moment`,
  )
}
