import type { Tx } from '@berth/db'
import { tell } from '../events/tell.ts'
import type { SandboxRow } from '../keep/read-sandboxes.ts'
import { desire, type Touched } from '../keep/write-steps.ts'
import { planThrottle } from './plan-throttle.ts'

/** Holds back what never stops working, and gives back what is calm: its node takes the limit over while it runs. */
export async function writeThrottles(tx: Tx, rows: readonly SandboxRow[], now: Date): Promise<Touched[]> {
  const touched: Touched[] = []
  for (const row of rows) {
    const plan = planThrottle(row, now)
    if (plan === null) continue
    await tx.sandbox.update({
      where: { id: row.id },
      data: { throttledAt: plan === 'hold' ? now : null, busySince: null },
    })
    await tell(tx, [{ sandbox: row, type: plan === 'hold' ? 'throttled' : 'released' }])
    const current = row.containers.filter(
      ({ attempt, desired }) => attempt === row.attempt && desired === 'running',
    )
    for (const { id } of current) touched.push(await desire(tx, id, 'running'))
  }
  return touched
}
