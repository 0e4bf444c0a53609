import { type RepositoryCall, send } from '../http/call.ts'
import { findUpload } from '../uploads.ts'

/** `DELETE /v2/<name>/blobs/uploads/<id>`: nothing of it is left. */
export async function uploadCancel(call: RepositoryCall): Promise<void> {
  const { deps, name, param } = call
  const upload = await findUpload(deps.db, name, param)
  await deps.blobs.cancelUpload(upload.id)
  await deps.db.upload.deleteMany({ where: { id: upload.id } })
  send(call, 204, {})
}
