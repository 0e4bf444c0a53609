import { BerthError } from '@berth/core'
import type { Tx } from './create-db.ts'
import type { App } from './generated/client.ts'

/** The app of this name in a tenant; error: app.not_found, also for another tenant's app, and for a lab's. */
export async function findApp(
  tx: Pick<Tx, 'app'>,
  { tenant, app: name }: { readonly tenant: { readonly id: string }; readonly app: string },
): Promise<App> {
  const where = { tenantId: tenant.id, name, kind: 'app', deletedAt: null }
  const app = await tx.app.findFirst({ where })
  if (app) return app
  throw appNotFound(name)
}

export function appNotFound(name: string): BerthError {
  return new BerthError('app.not_found', `there is no app "${name}"`, { details: { app: name } })
}
