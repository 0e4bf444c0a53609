import { newId } from '@berth/core'
import type { Prisma, Tx } from '@berth/db'
import type { Caller } from './requests.ts'

/** What somebody did to an app, as the tenant's audit has it. */
export type AppChange = {
  readonly action:
    | 'app.deployed'
    | 'deploy.canceled'
    | 'app.env_changed'
    | 'app.secrets_changed'
    | 'app.limits_changed'
    | 'app.configured'
    | 'app.processes_changed'
    | 'app.cron_changed'
    | 'app.cron_paused'
    | 'app.cron_resumed'
    | 'app.job_run'
    | 'app.job_canceled'
    | 'app.scaled'
    | 'app.volumes_changed'
    | 'app.rolled_back'
    | 'app.stopped'
    | 'app.started'
    | 'app.paused'
    | 'app.unpaused'
    | 'app.restarted'
    | 'app.destroyed'
    | 'app.sleep_changed'
    | 'app.slept'
    | 'app.woken'
  /** never values of the environment and of secrets */
  readonly data?: Prisma.InputJsonObject
}

/** Writes it within the transaction that does it. */
export async function auditChange(
  tx: Tx,
  { tenant, by, ip = null }: Caller,
  appName: string,
  { action, data = {} }: AppChange,
): Promise<void> {
  const id = newId('audit')
  const entry = { tenantId: tenant.id, by, ip, action, target: appName, outcome: 'allowed', data }
  await tx.audit.create({ data: { id, ...entry } })
}
