import { type RepositoryCall, send } from '../http/call.ts'
import { appendBody, continueUpload, leaveUpload, uploadHeaders } from '../upload-steps.ts'
import { trimReservation } from '../quota/reserve.ts'
import { touchUpload } from '../uploads.ts'

/** `PATCH /v2/<name>/blobs/uploads/<upload>`: a chunk, or all of it streamed. A body that is cut takes nothing with it. */
export async function uploadAppend(call: RepositoryCall): Promise<void> {
  const { deps } = call
  const { upload, writer } = await continueUpload(call)
  try {
    await appendBody(call, upload, writer, { last: false })
  } catch (error) {
    await leaveUpload(deps, upload, writer, error)
    throw error
  }
  await writer.suspend()
  await trimReservation(deps.db, upload.id, writer.offset)
  await touchUpload(deps.db, upload.id, writer.offset, deps.clock.now())
  send(call, 202, uploadHeaders(call, writer.offset))
}
