import { blobUnknown } from '../blob-links.ts'
import { type RepositoryCall, send } from '../http/call.ts'
import { checkDigest } from '../names.ts'
import { findRepository } from '../repositories.ts'

/** `DELETE /v2/<name>/blobs/<digest>`: this repository does not have it any more; others may. */
export async function blobDelete(call: RepositoryCall): Promise<void> {
  const { deps, name } = call
  const digest = checkDigest(call.param)
  const { id: repositoryId } = await findRepository(deps.db, name)
  const { count } = await deps.db.repositoryBlob.deleteMany({ where: { repositoryId, digest } })
  if (count === 0) throw blobUnknown(name, digest)
  send(call, 202, { 'content-length': 0 })
}
