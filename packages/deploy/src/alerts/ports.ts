import type { Tx } from '@berth/db'
import type { Happening } from '@berth/protocol'

/** Who tells a tenant's servers; `webhook`'s outbox fits. */
export type TellTenant = {
  /** Within the transaction that makes it happen, so that neither is there without the other. */
  note(tx: Pick<Tx, 'webhook' | 'webhookDelivery'>, happenings: readonly Happening[]): Promise<void>
}
