import type { BlobWriter } from '@berth/blob'
import { contentLength } from '../http/body.ts'
import { type RepositoryCall, send } from '../http/call.ts'
import { checkDigest } from '../names.ts'
import { appendBody, blobHeaders, finishUpload, leaveUpload, resumeUpload } from '../upload-steps.ts'
import { findUpload, type Upload } from '../uploads.ts'

/** `PUT /v2/<name>/blobs/uploads/<id>?digest=`: the last chunk, or none, and the end of the upload. */
export async function uploadFinish(call: RepositoryCall): Promise<void> {
  const { deps, name, param, query } = call
  const digest = checkDigest(query.get('digest'))
  const upload = await findUpload(deps.db, name, param)
  const writer = await resumeUpload(deps, upload)
  await addLastChunk(call, upload, writer)
  await finishUpload(deps, upload, writer, digest)
  send(call, 201, blobHeaders(name, digest))
}

async function addLastChunk(call: RepositoryCall, upload: Upload, writer: BlobWriter): Promise<void> {
  if (contentLength(call.request) === 0) return
  try {
    await appendBody(call, upload, writer, { last: true })
  } catch (error) {
    await leaveUpload(call.deps, upload, writer, error)
    throw error
  }
}
