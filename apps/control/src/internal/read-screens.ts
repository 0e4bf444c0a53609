import type { IncomingMessage } from 'node:http'
import { type Db, forTenant } from '@berth/db'
import { screenAskSchema, type Ticket } from '@berth/protocol'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'
import { readJson } from '../http/read-json.ts'
import { wrongTicket } from './websocket-routes.ts'

type Deps = { readonly db: Db; readonly connected: ConnectedNodes }

/** What stands on terminals of the tenant's sandboxes. What a node does not answer is left out: a wall shows the others. */
export async function readScreens(deps: Deps, ticket: Ticket, incoming: IncomingMessage): Promise<object> {
  if (ticket.act !== 'sandbox-screens') throw wrongTicket()
  const { sessions, rows } = await readJson(incoming, screenAskSchema)
  const nodes = await nodesOf(
    deps.db,
    ticket.tenantId,
    sessions.map(({ containerId }) => containerId),
  )
  const byNode = Map.groupBy(sessions, ({ containerId }) => nodes.get(containerId))
  const answers = await Promise.allSettled(
    [...byNode].map(async ([nodeId, own]) => {
      if (nodeId === undefined || !deps.connected.has(nodeId)) return []
      return (await deps.connected.get(nodeId).peer.call('screen.read', { sessions: own, rows })).screens
    }),
  )
  return { screens: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])) }
}

/** Containers of sandboxes of this tenant, by id; web's word for it is not taken. */
async function nodesOf(db: Db, tenantId: string, ids: string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await forTenant(db, tenantId).container.findMany({
    where: { id: { in: ids }, sandboxId: { not: null } },
    select: { id: true, nodeId: true },
  })
  return new Map(rows.map(({ id, nodeId }) => [id, nodeId]))
}
