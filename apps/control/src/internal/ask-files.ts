import type { IncomingMessage } from 'node:http'
import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { fileAskSchema, type Ticket } from '@berth/protocol'
import { readJson } from '../http/read-json.ts'
import { findContainer } from './find-container.ts'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'
import { wrongTicket } from './websocket-routes.ts'

/** One question about files of a sandbox's container; its node answers. Errors: file.*, sandbox.not_found. */
export async function askFiles(
  { db, connected }: { readonly db: Db; readonly connected: ConnectedNodes },
  ticket: Ticket,
  incoming: IncomingMessage,
): Promise<object> {
  if (ticket.act !== 'sandbox-files') throw wrongTicket()
  const asked = await readJson(incoming, fileAskSchema)
  if (asked.request.containerId !== ticket.containerId) throw wrongTicket()
  const { nodeId, sandboxId } = await findContainer(db, ticket.tenantId, ticket.containerId)
  if (sandboxId === null) throw new BerthError('sandbox.not_found', 'this container is of no sandbox')
  const { peer } = connected.get(nodeId)
  switch (asked.message) {
    case 'files.list':
      return peer.call(asked.message, asked.request)
    case 'files.read':
      return peer.call(asked.message, asked.request)
    case 'files.write':
      return peer.call(asked.message, asked.request)
    case 'files.change':
      return peer.call(asked.message, asked.request)
  }
}
