import type { Ticket } from '@berth/protocol'
import type { Mirror } from '@berth/registry'
import { wrongTicket } from './websocket-routes.ts'

type Options = { readonly mirror: Mirror }

/** Fetches of a mirrored image what a deploy asks about; its layers come with the first pull. */
export async function mirrorImage({ mirror }: Options, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'mirror-image') throw wrongTicket()
  const { repository, reference, architectures } = ticket
  const found = await mirror.image(repository, { reference, architectures })
  return { digest: found?.digest ?? null }
}

export async function mirrorTest({ mirror }: Options, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'mirror-test') throw wrongTicket()
  return mirror.test(ticket.prefix)
}
