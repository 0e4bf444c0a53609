import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { BerthError } from '@berth/core'
import type { NodeSession } from '@berth/deploy'
import type { Logger } from '@berth/log'
import { agentToControl, controlToAgent, createPeer, GATEWAY_VERSION } from '@berth/protocol'
import { type WebSocket, WebSocketServer } from 'ws'
import { bearerOf } from '../http/bearer.ts'
import type { Upgrade } from '../http/control-server.ts'
import { agentHandlers, type GatewayServices } from './agent-handlers.ts'
import type { ConnectedNodes } from './connected-nodes.ts'
import { websocketWire } from './websocket-wire.ts'

/** A thousand containers in one inventory. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024

export type GatewayOptions = GatewayServices & {
  readonly connected: ConnectedNodes
  /** names this process in the rows of its nodes */
  readonly owner: string
  readonly log: Logger
}

/** `/agent/v1`: agents dial in here with the token of their node. The newest stream of a node is the only one. */
export function acceptAgents(options: GatewayOptions): Upgrade {
  const { connected, log } = options
  const websockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  })

  return async function accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const token = bearerOf(request)
    const { nodeId } = await options.verifyNode(token)
    const session = await options.nodes.connect(nodeId, options.owner)
    websockets.handleUpgrade(request, socket, head, (websocket) => serve(websocket, session, token))
  }

  function serve(websocket: WebSocket, session: NodeSession, token: string): void {
    const handlers = agentHandlers(options, session, token)
    const peer = createPeer({
      wire: websocketWire(websocket),
      version: GATEWAY_VERSION,
      incoming: agentToControl,
      handlers: {
        ...handlers,
        'node.hello': (request) => handlers['node.hello'](request).catch(refuse),
      },
      outgoing: controlToAgent,
      onUnexpected: (error, name) => log.error({ err: error, node: session.nodeName, name }, 'a call failed'),
    })
    connected.add(session, peer)
    log.info({ node: session.nodeName, fence: session.fence }, 'agent connected')
    peer.closed.addEventListener('abort', () => void leave(session))

    /** A node that may not say hello any more (its token was revoked, a newer stream took over) is let go. */
    function refuse(error: unknown): never {
      if (error instanceof BerthError && error.kind !== 'internal' && error.code !== 'db.unavailable') {
        setImmediate(() => peer.close()) // after the answer that says why
      }
      throw error
    }
  }

  async function leave(session: NodeSession): Promise<void> {
    connected.remove(session)
    log.info({ node: session.nodeName, fence: session.fence }, 'agent disconnected')
    await options.nodes
      .disconnect(session)
      .catch((error: unknown) => log.warn({ err: error }, 'the end of a stream was not noted'))
  }
}
