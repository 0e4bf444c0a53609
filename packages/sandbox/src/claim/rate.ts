import { BerthError } from '@berth/core'
import type { Tx } from '@berth/db'

export const RATE_WINDOW_MS = 10 * 60_000

/** Starts and resets cost a node far more than a click: their tenant says how often a person may ask within ten minutes. Error: sandbox.too_often. */
export async function refuseTooOften(
  tx: Pick<Tx, 'sandbox' | 'sandboxEvent' | 'tenant'>,
  asked: {
    readonly userId: string
    readonly tenantId: string
    readonly type: 'start' | 'reset'
    /** in words: a copy counts as a start */
    readonly what?: 'copy or start'
    readonly now: Date
  },
): Promise<void> {
  const { userId, tenantId, type, what = type, now } = asked
  const at = { gt: new Date(now.getTime() - RATE_WINDOW_MS) }
  const { sandboxStarts, sandboxResets } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { sandboxStarts: true, sandboxResets: true },
  })
  const count =
    type === 'start'
      ? await tx.sandbox.count({ where: { userId, createdAt: at } })
      : await tx.sandboxEvent.count({
          where: { sandbox: { userId }, type: { in: ['reset', 'reset-undone'] }, at },
        })
  refuseOver({ count, most: type === 'start' ? sandboxStarts : sandboxResets, what })
}

/** Error: sandbox.too_often. */
export function refuseOver(asked: {
  readonly count: number
  readonly most: number
  readonly what: string
}): void {
  const { count, most, what } = asked
  if (count < most) return
  throw new BerthError(
    'sandbox.too_often',
    `a ${what} was asked for ${count} times in the last ten minutes: wait a moment`,
  )
}
