import { newId } from '@berth/core'
import { mountBlob } from '../blob-links.ts'
import { contentLength } from '../http/body.ts'
import { type RepositoryCall, send } from '../http/call.ts'
import { findSource } from '../mount-source.ts'
import { checkAlgorithm, checkDigest } from '../names.ts'
import { ensureRepository } from '../repositories.ts'
import { pushSmall } from '../small/push-small.ts'
import { readSmallBody } from '../small/small-body.ts'
import { appendBody, blobHeaders, finishUpload, newUpload, uploadHeaders } from '../upload-steps.ts'

/**
 * `POST /v2/<name>/blobs/uploads/`: a mount from another repository, a whole blob with its digest, or the begin of
 * an upload. A mount that is not possible becomes an upload, as the specification wants it.
 */
export async function uploadStart(call: RepositoryCall): Promise<void> {
  const { query, name } = call
  checkAlgorithm(query.get('digest-algorithm'))
  const mount = query.get('mount')
  if (mount !== null && (await tryMount(call, checkDigest(mount), query.get('from')))) {
    return send(call, 201, blobHeaders(name, mount))
  }
  const digest = query.get('digest')
  return digest === null ? begin(call) : putWhole(call, checkDigest(digest))
}

async function tryMount(call: RepositoryCall, digest: string, from: string | null): Promise<boolean> {
  const { deps, name } = call
  const blob = await findSource(call, digest, from)
  if (!blob) return false
  const { id: repositoryId } = await ensureRepository(deps.db, name)
  return deps.db.$transaction((tx) => mountBlob(tx, blob, repositoryId, deps.clock.now()))
}

/** Nothing is written before the first chunk comes: all that is known of it the client brings along. */
function begin(call: RepositoryCall): void {
  const { deps, name } = call
  send(call, 202, uploadHeaders({ name, param: deps.tickets.issue(name) }, 0))
}

async function putWhole(call: RepositoryCall, digest: string): Promise<void> {
  const { deps, name, request } = call
  const body = await readSmallBody(call)
  if (body && (await pushSmall(deps, { name, digest, bytes: body, uploadId: null }))) {
    return send(call, 201, blobHeaders(name, digest))
  }
  const { upload, writer } = await newUpload(call, newId('upload'))
  try {
    if (contentLength(request) !== 0) await appendBody(call, upload, writer, { last: true, body })
    await finishUpload(deps, upload, writer, digest)
  } catch (error) {
    await writer.cancel()
    await deps.db.upload.deleteMany({ where: { id: upload.id } })
    throw error
  }
  send(call, 201, blobHeaders(name, digest))
}
