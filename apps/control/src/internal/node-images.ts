import type { Ticket } from '@berth/protocol'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'
import type { CommitRights } from './commit-rights.ts'
import { wrongTicket } from './websocket-routes.ts'

type Parts = {
  readonly connected: ConnectedNodes
  readonly commits: Pick<CommitRights, 'signPull' | 'registryUrl'>
}

/** What web asks of the images of one node, for administrators. */
export async function listNodeImages({ connected }: Parts, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'node-images') throw wrongTicket()
  return connected.get(ticket.nodeId).peer.call('image.list', {})
}

export async function pruneNodeImages({ connected }: Parts, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'node-prune') throw wrongTicket()
  const { nodeId, digest } = ticket
  return connected.get(nodeId).peer.call('image.prune', digest === undefined ? {} : { digest })
}

/** The node is given a token for this one repository. */
export async function prefetchImage({ connected, commits }: Parts, ticket: Ticket): Promise<object> {
  if (ticket.act !== 'node-prefetch') throw wrongTicket()
  const { nodeId, repository, digest } = ticket
  const { peer } = connected.get(nodeId)
  const token = await commits.signPull(repository)
  return peer.call('image.prefetch', { url: commits.registryUrl, repository, digest, token })
}
