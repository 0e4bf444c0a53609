import { BerthError } from '@berth/core'
import type { NodeSession } from '@berth/deploy'
import type { Channel, controlToAgent, Peer } from '@berth/protocol'

type AgentPeer = Peer<typeof controlToAgent>

/** The streams that this control process holds. */
export type ConnectedNodes = {
  add(session: NodeSession, peer: AgentPeer): void
  remove(session: NodeSession): void
  has(nodeId: string): boolean
  /** Error: node.unreachable. */
  get(nodeId: string): ConnectedNode
  closeAll(): void
}

type ConnectedNode = {
  readonly session: NodeSession
  readonly peer: AgentPeer
  /** A channel with a number that no other of this stream has. */
  openChannel(): Channel
}

export function createConnectedNodes(): ConnectedNodes {
  const nodes = new Map<string, ConnectedNode>()
  return {
    add(session, peer) {
      const older = nodes.get(session.nodeId)
      let nextChannel = 1
      nodes.set(session.nodeId, { session, peer, openChannel: () => peer.openChannel(nextChannel++) })
      older?.peer.close()
    },
    remove(session) {
      if (nodes.get(session.nodeId)?.session === session) nodes.delete(session.nodeId)
    },
    has: (nodeId) => nodes.has(nodeId),
    get(nodeId) {
      const node = nodes.get(nodeId)
      if (node) return node
      throw new BerthError('node.unreachable', 'the node of this container is not connected: try again', {
        details: { nodeId },
      })
    },
    closeAll() {
      for (const { peer } of nodes.values()) peer.close()
    },
  }
}
