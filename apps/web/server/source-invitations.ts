import type { SourceInvitations } from '@berth/api'
import { MAX_SOURCE_BYTES } from '@berth/build/service'
import type { TicketSigner } from '@berth/vault'

/** Whoever may build sends what is built to control, with a ticket for that. */
export function createSourceInvitations(options: {
  readonly url: string
  readonly tickets: TicketSigner
}): SourceInvitations {
  const { url, tickets } = options
  return {
    invite: ({ tenant, by }) => ({
      url: `${url}/api/v1/sources`,
      token: tickets.sign({ act: 'source', tenantId: tenant.id, by }),
      maxBytes: MAX_SOURCE_BYTES,
    }),
  }
}
