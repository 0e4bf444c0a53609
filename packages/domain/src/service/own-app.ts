import { newId } from '@berth/core'
import type { Prisma, Tx } from '@berth/db'

/** A transaction may wait for another one on the same row, on a machine that is busy. */
export const TRANSACTION = { maxWait: 10_000, timeout: 20_000 } as const

/** Whoever asks, already authorised for the tenant. */
type Caller = {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly by: string
  readonly ip: string | null
}

export type AppTarget = Caller & { readonly app: string }

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
