import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { BerthError } from '@berth/core'
import { type Descriptor, parseDigest } from '@berth/oci'
import type { z } from 'zod'
import type { ImageArchive } from './image-archive.ts'

const DOCUMENT_MAX = 8 * 1024 * 1024

/** Where a layout has the content of a digest. */
export function blobName(digest: string): string {
  const { algorithm, hex } = parseDigest(digest)
  return `blobs/${algorithm}/${hex}`
}

/** A JSON document of an archive, as it stands and read by `schema`. Errors: image.corrupt, image.too_large. */
export async function readArchived<T>(
  archive: ImageArchive,
  name: string,
  schema: z.ZodType<T>,
): Promise<{ bytes: Buffer; document: T }> {
  const size = archive.size(name)
  if (size === undefined) throw new BerthError('image.corrupt', `the archive has no ${name}`)
  if (size > DOCUMENT_MAX) throw new BerthError('image.too_large', `${name} of the archive has ${size} bytes`)
  const bytes = await buffer(archive.open(name))
  const result = schema.safeParse(parseJson(bytes, name))
  if (result.success) return { bytes, document: result.data }
  const issue = result.error.issues[0]
  throw new BerthError('image.corrupt', `${name} of the archive: ${issue?.path.join('.')}: ${issue?.message}`)
}

/** The descriptor of some bytes. */
export function describeBytes(mediaType: string, bytes: Buffer): Descriptor {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  return { mediaType, digest, size: bytes.length }
}

function parseJson(bytes: Buffer, name: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new BerthError('image.corrupt', `${name} of the archive is not JSON`, { cause })
  }
}
