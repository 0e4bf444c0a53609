import type { Tx } from '@berth/db'
import { restartGrace } from '../restart-grace.ts'
import { findUsers, refuseUsed } from '../face/image-users.ts'
import { deleteStandingTags } from './delete-standing.ts'
import { findAbove } from './find-above.ts'
import { requireUnprotected } from './require-unprotected.ts'

export type Place = { readonly id: string; readonly tenantId: string | null; readonly name: string }

/** Deletes one tag; false: there is none. Error: registry.tag_protected. */
export async function deleteTag(tx: Tx, repository: Place, tag: string): Promise<boolean> {
  await requireUnprotected(tx, repository, 'noDelete', [tag])
  const { count } = await tx.tag.deleteMany({ where: { repositoryId: repository.id, name: tag } })
  return count > 0
}

/** Deletes a manifest, its tags, and those that stand for what speaks of it; false: there is none. Errors: registry.tag_protected, registry.image_in_use. */
export async function deleteManifest(tx: Tx, repository: Place, digest: string): Promise<boolean> {
  const { id: repositoryId } = repository
  await restartGrace(tx, repositoryId, [digest])
  // while it is locked no tag can begin to point to it
  await tx.$queryRaw`
    SELECT 1 FROM "Manifest" WHERE "repositoryId" = ${repositoryId} AND digest = ${digest} FOR UPDATE`
  // an index without one of its images is not what was protected
  const { digests, tags } = await findAbove(tx, repositoryId, digest)
  await requireUnprotected(tx, repository, 'noDelete', tags)
  refuseUsed(`${repository.name}@${digest}`, await findUsers(tx, repository, digests))
  const { count } = await tx.manifest.deleteMany({ where: { repositoryId, digest } })
  if (count > 0) await deleteStandingTags(tx, repositoryId, [digest])
  return count > 0
}
