import type { BlobWriter } from '@berth/blob'
import { BerthError, type ErrorCode } from '@berth/core'
import { announceBlob, linkBlob } from './blob-links.ts'
import { labelOf } from './caller.ts'
import type { RegistryDeps } from './deps.ts'
import { contentLength } from './http/body.ts'
import type { Headers, RepositoryCall } from './http/call.ts'
import { Readable } from 'node:stream'
import { parseContentRange } from './http/range.ts'
import { trimReservation } from './quota/reserve.ts'
import { withinQuota } from './quota/within-quota.ts'
import { uploadIdOf } from './upload-ticket.ts'
import { lookForUpload, openUpload, type Upload, uploadUnknown } from './uploads.ts'

export type OpenUpload = { readonly upload: Upload; readonly writer: BlobWriter }

/** The upload that a request names; of one that was only begun there is nothing yet. Error: registry.blob_upload_unknown. */
export async function findUpload({ deps, name, param }: RepositoryCall): Promise<OpenUpload | 'begun'> {
  const begun = deps.tickets.read(name, param)
  const upload = await lookForUpload(deps.db, name, begun?.id ?? param)
  if (upload) return { upload, writer: await resumeUpload(deps, upload) }
  if (begun?.state === 'fresh') return 'begun'
  throw uploadUnknown(param)
}

/** The same, to be written to: its first chunk makes it. Errors: also quota.exceeded, registry.name_unknown. */
export async function continueUpload(call: RepositoryCall): Promise<OpenUpload> {
  const found = await findUpload(call)
  return found === 'begun' ? newUpload(call, uploadIdOf(call.param)) : found
}

/** Content comes before its row: who finds the row goes on with it. What is left without one is reaped. */
export async function newUpload({ deps, name, caller }: RepositoryCall, id: string): Promise<OpenUpload> {
  const writer = await deps.blobs.create(id)
  try {
    const upload = await openUpload(deps.db, { id, name, createdBy: labelOf(caller), now: deps.clock.now() })
    return { upload, writer }
  } catch (error) {
    await writer.cancel()
    throw error
  }
}

/** The upload's content from where it stands. Error: registry.blob_upload_unknown. */
async function resumeUpload({ db, blobs }: RegistryDeps, upload: Upload): Promise<BlobWriter> {
  const writer = await blobs.resume(upload.id)
  if (writer) return writer
  // the row outlived its content, as after a lost disk: what is not there cannot go on
  await db.upload.deleteMany({ where: { id: upload.id } })
  throw uploadUnknown(upload.id)
}

/**
 * Adds the request's body, or `body` when that was read already. A Content-Range must go on where the upload stands and be as long as the body. `last`: the
 * upload ends with it. Errors: registry.quota_exceeded, registry.range_invalid, registry.size_invalid, quota.exceeded
 * when too many do so at once.
 */
export async function appendBody(
  call: RepositoryCall,
  upload: Upload,
  writer: BlobWriter,
  options: { last: boolean; body?: Uint8Array | undefined },
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
  { last, body: whole }: { last: boolean; body?: Uint8Array | undefined },
): Promise<number> {
  const { deps, request, response } = call
  const take = async (source: AsyncIterable<Uint8Array>, length: number | undefined) =>
    writer.append(await withinQuota(deps.db, { upload, offset: writer.offset, length, last, source }))
  // a refusal in the middle must not take the connection along, on which it is told
  const body: AsyncIterable<Uint8Array> = whole
    ? Readable.from([whole])
    : request.iterator({ destroyOnReturn: false })
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
  { db, tickets }: RegistryDeps,
  upload: Upload,
  writer: BlobWriter,
  error: unknown,
): Promise<void> {
  if (isOver(error, 'registry.quota_exceeded')) {
    tickets.end(upload.id)
    await writer.cancel()
    await db.upload.deleteMany({ where: { id: upload.id } })
    return
  }
  await writer.suspend()
  await trimReservation(db, upload.id, writer.offset)
}

/** Verifies, publishes and links what was uploaded; the upload is over then, also when its content was wrong. */
export async function finishUpload(
  { db, tickets, clock }: RegistryDeps,
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
    tickets.end(upload.id)
  } catch (error) {
    if (isOver(error, 'registry.digest_invalid')) await writer.cancel()
    if (isOver(error, 'registry.digest_invalid', 'registry.quota_exceeded')) {
      tickets.end(upload.id)
      await db.upload.deleteMany({ where: { id: upload.id } })
    }
    throw error
  }
}

/** Whether an error ends the upload: it could not succeed by sending more. */
function isOver(error: unknown, ...codes: readonly ErrorCode[]): boolean {
  return error instanceof BerthError && codes.includes(error.code)
}

type Named = Pick<RepositoryCall, 'name' | 'param'>

function uploadPath({ name, param }: Named): string {
  return `/v2/${name.full}/blobs/uploads/${param}`
}

/** Both ends included, as the specification has it; nothing yet is `0-0`. */
function rangeOf(offset: number): string {
  return `0-${Math.max(offset - 1, 0)}`
}

/** `param`: what the client calls it by. */
export function uploadHeaders({ name, param }: Named, offset: number): Headers {
  return {
    location: uploadPath({ name, param }),
    range: rangeOf(offset),
    'docker-upload-uuid': uploadIdOf(param),
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
