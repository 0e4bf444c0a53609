import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { BerthError, fromWireError, isErrorCode } from '@berth/core'
import type { SourceUploadView, SourceView } from '@berth/protocol'
import { z } from 'zod'
import { describeUnreachable, Unreachable } from '../session/unreachable.ts'

/** Little work for most of what text can be made smaller by. */
const GZIP_LEVEL = 3

const sourceSchema = z.object({ id: z.string(), digest: z.string(), size: z.number() })
const refusalSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).default({}),
  }),
})

/** Sends an archive to where it is built from. Errors: source.too_large, quota.exceeded, Unreachable. */
export async function sendSource(
  upload: SourceUploadView,
  archive: { readonly content: AsyncIterable<Uint8Array>; readonly isPacked: boolean },
  onBytes: (sent: number) => void,
): Promise<SourceView> {
  let sent = 0
  const packed = archive.isPacked ? archive.content : gzipped(archive.content)
  async function* counted() {
    for await (const chunk of packed) {
      sent += chunk.length
      if (sent > upload.maxBytes) throw tooLarge(upload.maxBytes)
      onBytes(sent)
      yield new Uint8Array(chunk)
    }
  }
  const stream: unknown = Readable.toWeb(Readable.from(counted()))
  const request: RequestInit & { duplex: 'half' } = {
    method: 'PUT',
    headers: { authorization: `Bearer ${upload.token}`, 'content-type': 'application/gzip' },
    body: stream as BodyInit, // one class, typed by Node and by the DOM
    duplex: 'half',
  }
  const response = await fetch(upload.url, request).catch((cause: unknown) => {
    if (cause instanceof Error && cause.cause instanceof BerthError) throw cause.cause
    throw new Unreachable(describeUnreachable(upload.url, cause), { cause })
  })
  const answer: unknown = await response.json()
  if (response.ok) return sourceSchema.parse(answer)
  const { error } = refusalSchema.parse(answer)
  throw isErrorCode(error.code)
    ? fromWireError({ ...error, code: error.code })
    : new BerthError('internal.unexpected', error.message)
}

/** A file that cannot be read ends it with its error. */
function gzipped(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gzip = createGzip({ level: GZIP_LEVEL })
  const plain = Readable.from(content)
  plain.once('error', (error) => gzip.destroy(error))
  return plain.pipe(gzip)
}

function tooLarge(most: number): BerthError {
  const megabytes = Math.floor(most / 1024 ** 2)
  return new BerthError(
    'source.too_large',
    `this is larger than ${megabytes} MiB: name what is not needed in .dockerignore`,
  )
}
