import type { Tx } from '@berth/db'
import { findUsers, refuseUsed } from '../face/image-users.ts'
import { requireUnprotected } from './require-unprotected.ts'

type Place = { readonly id: string; readonly tenantId: string | null; readonly name: string }

/** Deletes one tag; false: there is none. Error: registry.tag_protected. */
export async function deleteTag(tx: Tx, repository: Place, tag: string): Promise<boolean> {
  await requireUnprotected(tx, repository, 'noDelete', [tag])
  const { count } = await tx.tag.deleteMany({ where: { repositoryId: repository.id, name: tag } })
  return count > 0
}

/** Deletes a manifest and its tags; false: there is none. Errors: registry.tag_protected, registry.image_in_use. */
export async function deleteManifest(tx: Tx, repository: Place, digest: string): Promise<boolean> {
  const { id: repositoryId } = repository
  // while it is locked no tag can begin to point to it
  await tx.$queryRaw`
    SELECT 1 FROM "Manifest" WHERE "repositoryId" = ${repositoryId} AND digest = ${digest} FOR UPDATE`
  const tags = await tx.tag.findMany({ where: { repositoryId, digest }, select: { name: true } })
  await requireUnprotected(
    tx,
    repository,
    'noDelete',
    tags.map(({ name }) => name),
  )
  refuseUsed(`${repository.name}@${digest}`, await findUsers(tx, repository, [digest]))
  const { count } = await tx.manifest.deleteMany({ where: { repositoryId, digest } })
  return count > 0
}
