import type { BlobWriter } from '@berth/blob'
import { BerthError } from '@berth/core'
import type { RegistryDeps } from './deps.ts'
import { linkBlob } from './blob-links.ts'
import { contentLength } from './http/body.ts'
import type { Headers, RepositoryCall } from './http/call.ts'
import { parseContentRange } from './http/range.ts'
import { type Upload, uploadUnknown } from './uploads.ts'

/** The upload's content from where it stands. Error: registry.blob_upload_unknown. */
export async function resumeUpload({ db, blobs }: RegistryDeps, upload: Upload): Promise<BlobWriter> {
  const writer = await blobs.resume(upload.id)
  if (writer) return writer
  // the row outlived its content, as after a lost disk: what is not there cannot go on
  await db.upload.deleteMany({ where: { id: upload.id } })
  throw uploadUnknown(upload.id)
}

/** Adds the request's body. A Content-Range must go on where the upload stands and be as long as the body. */
export async function appendBody(call: RepositoryCall, writer: BlobWriter): Promise<number> {
  const { request, response } = call
  const header = request.headers['content-range']
  if (header === undefined) return writer.append(request)
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
  return writer.append(exactly(length, request))
}

/** Verifies, publishes and links what was uploaded; the upload is over then, also when its content was wrong. */
export async function finishUpload(
  { db, clock }: RegistryDeps,
  upload: Upload,
  writer: BlobWriter,
  digest: string,
): Promise<void> {
  try {
    const { size } = await writer.commit({ digest })
    await db.$transaction(async (tx) => {
      await linkBlob(tx, { repositoryId: upload.repositoryId, digest, size }, clock.now())
      await tx.upload.deleteMany({ where: { id: upload.id } })
    })
  } catch (error) {
    if (error instanceof BerthError && error.code === 'registry.digest_invalid') {
      await writer.cancel()
      await db.upload.deleteMany({ where: { id: upload.id } })
    }
    throw error
  }
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
