import { BerthError } from '@berth/core'
import type { Build, Tx } from '@berth/db'

/** One stream of a node's agent; only the newest of a node may say anything. */
export type NodeSession = { readonly nodeId: string; readonly fence: number }

/** Error: protocol.disconnected, when a newer stream took this one's place. */
export async function checkFence(tx: Pick<Tx, 'node'>, session: NodeSession): Promise<void> {
  const node = await tx.node.findUnique({ where: { id: session.nodeId }, select: { fence: true } })
  if (node?.fence === session.fence) return
  throw new BerthError('protocol.disconnected', "a newer stream of this node took this one's place")
}

/** A build that this node has, and may speak of. Error: build.not_found, also for another node's. */
export async function ownBuild(
  tx: Pick<Tx, 'build' | 'node'>,
  session: NodeSession,
  id: string,
): Promise<Build> {
  await checkFence(tx, session)
  const build = await tx.build.findFirst({ where: { id, nodeId: session.nodeId } })
  if (build) return build
  throw new BerthError('build.not_found', `build ${id} is not this node's`)
}
