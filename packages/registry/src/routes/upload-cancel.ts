import { type RepositoryCall, send } from '../http/call.ts'
import { findUpload } from '../upload-steps.ts'
import { uploadIdOf } from '../upload-ticket.ts'

/** `DELETE /v2/<name>/blobs/uploads/<upload>`: nothing of it is left. */
export async function uploadCancel(call: RepositoryCall): Promise<void> {
  const { deps, param } = call
  const found = await findUpload(call)
  deps.tickets.end(uploadIdOf(param))
  if (found !== 'begun') {
    await found.writer.cancel()
    await deps.db.upload.deleteMany({ where: { id: found.upload.id } })
  }
  send(call, 204, {})
}
