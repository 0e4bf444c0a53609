import type { Tx } from '@berth/db'
import { findUsers, refuseUsed } from '../face/image-users.ts'
import type { Place } from './delete-pushed.ts'
import { findAbove } from './find-above.ts'
import { requireUnprotected } from './require-unprotected.ts'

/**
 * Takes a blob out of a repository; false: it is not there. An image without its layer is as good as deleted, so what
 * protects the image protects it. Errors: registry.tag_protected, registry.image_in_use.
 */
export async function deleteBlob(tx: Tx, repository: Place, digest: string): Promise<boolean> {
  const { id: repositoryId } = repository
  // while it is locked no manifest can begin to name it
  await tx.$queryRaw`
    SELECT 1 FROM "RepositoryBlob" WHERE "repositoryId" = ${repositoryId} AND digest = ${digest} FOR UPDATE`
  const { digests, tags } = await findAbove(tx, repositoryId, digest)
  await requireUnprotected(tx, repository, 'noDelete', tags)
  refuseUsed(`${repository.name}@${digest}`, await findUsers(tx, repository, digests))
  const { count } = await tx.repositoryBlob.deleteMany({ where: { repositoryId, digest } })
  return count > 0
}
