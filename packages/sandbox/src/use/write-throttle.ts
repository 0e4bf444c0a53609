import type { Tx } from '@berth/db'
import { tell } from '../events/tell.ts'
import type { SandboxRow } from '../keep/read-sandboxes.ts'
import { desireAll, type Touched } from '../keep/write-steps.ts'

/** Holds back what never stops working, or gives back what is calm: its node takes the limit over while it runs. */
export async function writeThrottle(
  tx: Tx,
  row: SandboxRow,
  plan: 'hold' | 'release',
  now: Date,
): Promise<Touched[]> {
  await tx.sandbox.update({
    where: { id: row.id },
    data: { throttledAt: plan === 'hold' ? now : null, busySince: null },
  })
  await tell(tx, [{ sandbox: row, type: plan === 'hold' ? 'throttled' : 'released' }])
  const current = row.containers.filter(
    ({ attempt, desired }) => attempt === row.attempt && desired === 'running',
  )
  return desireAll(
    tx,
    current.map(({ id }) => id),
    'running',
  )
}
