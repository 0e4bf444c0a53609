import { type App, findApp, type Tx } from '@berth/db'
import { type AppChange, auditChange } from './audit-change.ts'
import type { DeployContext } from './context.ts'
import { inTenant, lockApp } from './locks.ts'
import type { AppTarget } from './requests.ts'

/** Does something to an app as nobody else does: as it is once the lock is ours, with its line in the audit. */
export async function actOnApp(
  { db, clock, wake }: DeployContext,
  target: AppTarget,
  change: AppChange,
  work: (tx: Tx, app: App, now: Date) => Promise<void>,
): Promise<App> {
  const app = await inTenant(db, target.tenant.id, async (tx) => {
    await lockApp(tx, (await findApp(tx, target)).id)
    const found = await findApp(tx, target) // the scheduler may have let it sleep before that
    await work(tx, found, clock.now())
    await auditChange(tx, target, found.name, change)
    return found
  })
  await wake.wakeScheduler(change.action, app.id)
  return app
}
