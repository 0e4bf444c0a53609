import type { BlobWriter } from '@berth/blob'
import { BerthError, type ErrorCode } from '@berth/core'
import { announceBlob, linkBlob } from './blob-links.ts'
import type { RegistryDeps } from './deps.ts'
import { contentLength } from './http/body.ts'
import type { Headers, RepositoryCall } from './http/call.ts'
import { parseContentRange } from './http/range.ts'
import { trimReservation } from './quota/reserve.ts'
import { withinQuota } from './quota/within-quota.ts'
import { type Upload, uploadUnknown } from './uploads.ts'

/** The upload's content from where it stands. Error: registry.blob_upload_unknown. */
export async function resumeUpload({ db, blobs }: RegistryDeps, upload: Upload): Promise<BlobWriter> {
  const writer = await blobs.resume(upload.id)
  if (writer) return writer
  // the row outlived its content, as after a lost disk: what is not there cannot go on
  await db.upload.deleteMany({ where: { id: upload.id } })
  throw uploadUnknown(upload.id)
}

/**
 * Adds the request's body. A Content-Range must go on where the upload stands and be as long as the body. `last`: the
 * upload ends with it. Errors: registry.quota_exceeded, registry.range_invalid, registry.size_invalid, quota.exceeded
 * when too many do so at once.
 */
export async function appendBody(
  call: RepositoryCall,
  upload: Upload,
  writer: BlobWriter,
  options: { last: boolean },
): Promise<number> {
  const endTurn = call.deps.turns.take(upload.id)
  try {
    return await append(call, upload, writer, options)
  } finally {
    endTurn()
  }
}

async function append(
  call: RepositoryCall,
  upload: Upload,
  writer: BlobWriter,
  { last }: { last: boolean },
): Promise<number> {
  const { deps, request, response } = call
  const take = async (source: AsyncIterable<Uint8Array>, length: number | undefined) =>
    writer.append(await withinQuota(deps.db, { upload, offset: writer.offset, length, last, source }))
  // a refusal in the middle must not take the connection along, on which it is told
  const body: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false })
  const header = request.headers['content-range']
  if (header === undefined) return take(body, contentLength(request))
  const range = parseContentRange(header)
  if (range?.start !== writer.offset) {
    response.setHeader('location', uploadPath(call))
    response.setHeader('range', rangeOf(writer.offset))
    throw new BerthError(
      'registry.range_invalid',
      `the next chunk begins at ${writer.offset}, and "${header}" was sent`,
      {
        details: { offset: writer.offset },
      },
    )
  }
  const length = range.end - range.start + 1
  if ((contentLength(request) ?? length) !== length) throw wrongLength(length)
  return take(exactly(length, body), length)
}

/** Ends what a failed body leaves: its upload goes on where it stood before, unless there is no room for it. */
export async function leaveUpload(
  { db }: RegistryDeps,
  upload: Upload,
  writer: BlobWriter,
  error: unknown,
): Promise<void> {
  if (isOver(error, 'registry.quota_exceeded')) {
    await writer.cancel()
    await db.upload.deleteMany({ where: { id: upload.id } })
    return
  }
  await writer.suspend()
  await trimReservation(db, upload.id, writer.offset)
}

/** Verifies, publishes and links what was uploaded; the upload is over then, also when its content was wrong. */
export async function finishUpload(
  { db, clock }: RegistryDeps,
  upload: Upload,
  writer: BlobWriter,
  digest: string,
): Promise<void> {
  try {
    await announceBlob(db, { digest, size: writer.offset }, clock.now())
    const { size } = await writer.commit({ digest })
    await db.$transaction((tx) =>
      linkBlob(tx, { repositoryId: upload.repositoryId, digest, size, uploadId: upload.id }, clock.now()),
    )
  } catch (error) {
    if (isOver(error, 'registry.digest_invalid')) await writer.cancel()
    if (isOver(error, 'registry.digest_invalid', 'registry.quota_exceeded'))
      await db.upload.deleteMany({ where: { id: upload.id } })
    throw error
  }
}

/** Whether an error ends the upload: it could not succeed by sending more. */
function isOver(error: unknown, ...codes: readonly ErrorCode[]): boolean {
  return error instanceof BerthError && codes.includes(error.code)
}

function uploadPath({ name, param }: Pick<RepositoryCall, 'name' | 'param'>): string {
  return `/v2/${name.full}/blobs/uploads/${param}`
}

/** Both ends included, as the specification has it; nothing yet is `0-0`. */
function rangeOf(offset: number): string {
  return `0-${Math.max(offset - 1, 0)}`
}

export function uploadHeaders(name: RepositoryCall['name'], id: string, offset: number): Headers {
  return {
    location: uploadPath({ name, param: id }),
    range: rangeOf(offset),
    'docker-upload-uuid': id,
    'content-length': 0,
  }
}

export function blobHeaders(name: RepositoryCall['name'], digest: string): Headers {
  return {
    location: `/v2/${name.full}/blobs/${digest}`,
    'docker-content-digest': digest,
    'content-length': 0,
  }
}

async function* exactly(length: number, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = 0
  for await (const chunk of source) {
    seen += chunk.length
    if (seen > length) throw wrongLength(length)
    yield chunk
  }
  if (seen < length) throw wrongLength(length)
}

function wrongLength(length: number): BerthError {
  return new BerthError(
    'registry.size_invalid',
    `Content-Range says ${length} bytes, and the body is not that long`,
  )
}
