import { type RepositoryCall, send } from '../http/call.ts'
import { resumeUpload, uploadHeaders } from '../upload-steps.ts'
import { findUpload } from '../uploads.ts'

/** `GET /v2/<name>/blobs/uploads/<id>`: how far it has come. */
export async function uploadStatus(call: RepositoryCall): Promise<void> {
  const { deps, name, param } = call
  const upload = await findUpload(deps.db, name, param)
  const writer = await resumeUpload(deps, upload)
  await writer.suspend()
  const { 'content-length': _, ...headers } = uploadHeaders(name, upload.id, writer.offset)
  send(call, 204, headers)
}
