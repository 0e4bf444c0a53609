import { BerthError } from '@berth/core'
import type { Tx } from '@berth/db'

/** What one does to a sandbox again and again writes an event each time, and keeps its node busy. */
const EVENTS = {
  rest: ['frozen', 'stopped', 'resumed'],
  hand: ['hand-raised', 'hand-lowered'],
  drive: ['drive-asked', 'drive-allowed', 'drive-ended'],
} as const

/** of one kind in one sandbox, by whoever, within ten minutes: more than anybody needs */
const MOST = 40
const WINDOW_MS = 10 * 60_000

/** Those that ask at once wait for each other until the end of the transaction, and are counted. Error: sandbox.too_often. */
export async function refuseLoop(
  tx: Pick<Tx, 'sandboxEvent' | '$queryRaw'>,
  sandboxId: string,
  { kind, now }: { readonly kind: keyof typeof EVENTS; readonly now: Date },
): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "Sandbox" WHERE id = ${sandboxId} FOR UPDATE`
  const at = { gt: new Date(now.getTime() - WINDOW_MS) }
  const count = await tx.sandboxEvent.count({
    where: { sandboxId, type: { in: [...EVENTS[kind]] }, by: { not: null }, at },
  })
  if (count < MOST) return
  throw new BerthError(
    'sandbox.too_often',
    `this was done ${count} times in the last ten minutes: wait a moment`,
  )
}
