import { BerthError, newId } from '@berth/core'
import type { App, Prisma, Tx } from '@berth/db'

/** A transaction may wait for another one on the same row, on a machine that is busy. */
export const TRANSACTION = { maxWait: 10_000, timeout: 20_000 } as const

/** Whoever asks, already authorised for the tenant. */
type Caller = {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly by: string
  readonly ip: string | null
}

export type AppTarget = Caller & { readonly app: string }

/** Error: app.not_found, also for another tenant's app. */
export async function findApp(tx: Pick<Tx, 'app'>, { tenant, app: name }: AppTarget): Promise<App> {
  const app = await tx.app.findFirst({ where: { tenantId: tenant.id, name, kind: 'app', deletedAt: null } })
  if (app) return app
  throw new BerthError('app.not_found', `there is no app "${name}"`, { details: { app: name } })
}

/** In the tenant's audit, within the transaction that does it. */
export async function audit(
  tx: Tx,
  { tenant, by, ip, app }: AppTarget,
  action: string,
  data: Prisma.InputJsonObject = {},
): Promise<void> {
  const entry = { tenantId: tenant.id, by, ip, action, target: app, outcome: 'allowed', data }
  await tx.audit.create({ data: { id: newId('audit'), ...entry } })
}
