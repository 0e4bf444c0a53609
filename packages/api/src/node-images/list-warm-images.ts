import { BerthError } from '@berth/core'
import type { WarmImageView } from '@berth/protocol'
import type { Viewer } from '@berth/registry'
import { readyNodes } from './find-nodes.ts'
import type { Parts } from './image-nodes.ts'

/** Of a tenant's own images: on which nodes they lie. A node that does not answer is left out. */
export async function listWarmImages(
  { db, nodes }: Parts,
  { tenantId, only }: Viewer,
): Promise<WarmImageView[]> {
  const warm = new Map<string, string[]>()
  for (const { id, name } of await readyNodes(db)) {
    const answer = await nodes.nodeImages(id).catch(ignoreAway)
    for (const { digest } of answer?.images ?? []) warm.set(digest, [...(warm.get(digest) ?? []), name])
  }
  const own = await db.manifest.findMany({
    where: {
      digest: { in: [...warm.keys()] },
      repository: { tenantId, ...(only && { name: { in: [...only] } }) },
    },
    select: { digest: true, repository: { select: { name: true } } },
  })
  return own.map(({ digest, repository }) => ({
    repository: repository.name,
    digest,
    nodes: warm.get(digest) ?? [],
  }))
}

/** What is not reachable has nothing to show. */
function ignoreAway(error: unknown): undefined {
  if (!(error instanceof BerthError) || error.kind !== 'unavailable') throw error
}
