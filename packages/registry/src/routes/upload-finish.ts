import { contentLength } from '../http/body.ts'
import { type RepositoryCall, send } from '../http/call.ts'
import { checkDigest } from '../names.ts'
import { pushSmall } from '../small/push-small.ts'
import { readSmallBody } from '../small/small-body.ts'
import { appendBody, blobHeaders, continueUpload, finishUpload, leaveUpload } from '../upload-steps.ts'

/** `PUT /v2/<name>/blobs/uploads/<upload>?digest=`: the last chunk, or none, and the end of the upload. */
export async function uploadFinish(call: RepositoryCall): Promise<void> {
  const digest = checkDigest(call.query.get('digest'))
  const body = await readSmallBody(call)
  if (!(body && (await isWhole(call, digest, body)))) await finish(call, digest, body)
  send(call, 201, blobHeaders(call.name, digest))
}

/** Whether what came is the whole upload, and was stored as such. */
async function isWhole(call: RepositoryCall, digest: string, body: Uint8Array): Promise<boolean> {
  const { deps, name, param } = call
  const begun = deps.tickets.read(name, param)
  if (begun?.state !== 'fresh' || !(await pushSmall(deps, { name, digest, bytes: body, uploadId: begun.id })))
    return false
  deps.tickets.end(begun.id)
  return true
}

async function finish(call: RepositoryCall, digest: string, body: Uint8Array | undefined): Promise<void> {
  const { upload, writer } = await continueUpload(call)
  try {
    if (contentLength(call.request) !== 0) await appendBody(call, upload, writer, { last: true, body })
  } catch (error) {
    await leaveUpload(call.deps, upload, writer, error)
    throw error
  }
  await finishUpload(call.deps, upload, writer, digest)
}
