import { auditChange } from '../../audit-change.ts'
import type { DeployContext } from '../../context.ts'
import { inTenant } from '../../locks.ts'
import { scheduleKey } from './due-run.ts'
import { type EntryTarget, findEntry } from './run-entry.ts'

/** Its times pass by until it goes on; a run that is under way stays. Error: cron.not_found. */
export async function pauseEntry(
  { db, clock }: DeployContext,
  target: EntryTarget & { readonly paused: boolean },
): Promise<void> {
  const { by, paused, name } = target
  await inTenant(db, target.tenant.id, async (tx) => {
    const { app, entry } = await findEntry(tx, target)
    const now = clock.now()
    const key = { appId: app.id, name }
    const state = {
      pausedBy: paused ? by : null,
      pausedAt: paused ? now : null,
      ...(!paused && { since: now }),
    }
    await tx.cronState.upsert({
      where: { appId_name: key },
      create: { ...key, schedule: scheduleKey(entry), since: now, ...state },
      update: state,
    })
    const action = paused ? 'app.cron_paused' : 'app.cron_resumed'
    await auditChange(tx, target, app.name, { action, data: { cron: name } })
  })
}
