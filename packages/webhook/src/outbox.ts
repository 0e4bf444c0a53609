import { type Clock, newId } from '@berth/core'
import type { Tx } from '@berth/db'
import type { Happening } from '@berth/protocol'
import { toCloudEvent } from './cloud-event.ts'
import { wants } from './wants.ts'

/** Fits the port of @berth/registry. */
export type Outbox = {
  note(tx: Pick<Tx, 'webhook' | 'webhookDelivery'>, happenings: readonly Happening[]): Promise<void>
}

/** Writes one delivery for each webhook that wants to know, in the transaction that makes it happen. */
export function createOutbox({ url, clock }: { readonly url: string; readonly clock: Clock }): Outbox {
  return {
    note: async (tx, happenings) => {
      const tenants = [...new Set(happenings.flatMap(({ tenantId }) => tenantId ?? []))]
      if (tenants.length === 0) return
      const hooks = await tx.webhook.findMany({
        where: { tenantId: { in: tenants }, enabled: true },
        select: { id: true, tenantId: true, events: true, repositories: true },
      })
      const now = clock.now()
      const data = happenings.flatMap((happening) => {
        const told = hooks.filter((hook) => hook.tenantId === happening.tenantId && wants(hook, happening))
        const event = toCloudEvent(happening, { url, now })
        return told.map(({ id }) => ({
          id: newId('delivery'),
          webhookId: id,
          event,
          createdAt: now,
          nextAt: now,
        }))
      })
      if (data.length > 0) await tx.webhookDelivery.createMany({ data })
    },
  }
}
