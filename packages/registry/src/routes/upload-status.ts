import { type RepositoryCall, send } from '../http/call.ts'
import { findUpload, uploadHeaders } from '../upload-steps.ts'

/** `GET /v2/<name>/blobs/uploads/<upload>`: how far it has come. */
export async function uploadStatus(call: RepositoryCall): Promise<void> {
  const found = await findUpload(call)
  if (found !== 'begun') await found.writer.suspend()
  const offset = found === 'begun' ? 0 : found.writer.offset
  const { 'content-length': _, ...headers } = uploadHeaders(call, offset)
  send(call, 204, headers)
}
