import { recordAudit } from '@berth/auth'
import { findNode } from './find-nodes.ts'
import type { By, Parts } from './image-nodes.ts'

/** What nobody uses there, or the one image that is named. */
export async function pruneNodeImages(
  { db, nodes }: Parts,
  asked: { node: string; digest?: string | undefined },
  by: By,
): Promise<{ freedBytes: number }> {
  const { id } = await findNode(db, asked.node)
  const freed = await nodes.pruneImages(id, asked.digest)
  const target = asked.digest ? `${asked.node} ${asked.digest}` : asked.node
  await recordAudit(db, { ...by, tenantId: null, action: 'node.images_pruned', target, outcome: 'allowed' })
  return freed
}
