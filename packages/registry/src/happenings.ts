import type { Tx } from '@berth/db'
import type { Happening } from '@berth/protocol'

/** Who is told of what happens to images; the app passes it in. */
export type RegistryHappenings = {
  /** Within the transaction that makes it happen, so that neither is there without the other. */
  note(tx: Pick<Tx, 'webhook' | 'webhookDelivery'>, happenings: readonly Happening[]): Promise<void>
}

/** For whoever need not be told. */
export const UNTOLD: RegistryHappenings = { note: async () => {} }
