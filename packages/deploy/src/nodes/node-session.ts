import { BerthError } from '@berth/core'
import type { Node, Tx } from '@berth/db'

/** One stream of a node's agent, accepted by the gateway. */
export type NodeSession = {
  readonly nodeId: string
  readonly nodeName: string
  /** The node's fence when the stream was accepted: when a newer stream was, this one may say nothing more. */
  readonly fence: number
}

/** Errors: node.not_found, protocol.disconnected for a stream that a newer one has replaced. */
export async function checkFence(tx: Pick<Tx, 'node'>, session: NodeSession): Promise<Node> {
  const node = await tx.node.findUnique({ where: { id: session.nodeId } })
  if (!node) throw new BerthError('node.not_found', `node ${session.nodeName} was removed`)
  if (node.fence === session.fence) return node
  throw new BerthError('protocol.disconnected', `a newer stream of node ${node.name} took this one's place`)
}
