import { blobUnknown } from '../blob-links.ts'
import { type RepositoryCall, send } from '../http/call.ts'
import { checkDigest } from '../names.ts'
import { findRepository } from '../repositories.ts'
import { deleteBlob } from '../tag-rules/delete-blob.ts'

/** `DELETE /v2/<name>/blobs/<digest>`: this repository does not have it any more; others may. */
export async function blobDelete(call: RepositoryCall): Promise<void> {
  const { deps, name } = call
  const digest = checkDigest(call.param)
  const { id, tenantId } = await findRepository(deps.db, name)
  const gone = await deps.db.$transaction((tx) => deleteBlob(tx, { id, tenantId, name: name.full }, digest))
  if (!gone) throw blobUnknown(name, digest)
  send(call, 202, { 'content-length': 0 })
}
