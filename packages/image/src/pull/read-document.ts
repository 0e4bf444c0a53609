import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { BerthError } from '@berth/core'
import { MEDIA_TYPES, parseDigest } from '@berth/oci'
import type { z } from 'zod'
import type { PullSource } from '../image-store.ts'
import { networkError, registryGet } from './registry-get.ts'
import { retry } from './retry.ts'

/** Manifests and configurations are some kilobytes; image-spec asks for at least 4 MiB. */
const DOCUMENT_MAX = 8 * 1024 * 1024

const ACCEPT = [
  MEDIA_TYPES.ociManifest,
  MEDIA_TYPES.ociIndex,
  MEDIA_TYPES.dockerManifest,
  MEDIA_TYPES.dockerList,
].join(', ')

export type DocumentRequest = {
  readonly source: PullSource
  readonly kind: 'manifests' | 'blobs'
  readonly digest: string
  /** when a descriptor told it */
  readonly size?: number
  readonly signal: AbortSignal
  readonly delays: readonly number[]
}

/** A JSON document by digest, verified. Errors: image.corrupt, image.not_found, image.pull_failed, auth.forbidden. */
export async function readDocument(request: DocumentRequest): Promise<unknown> {
  return parseJson(request.digest, await readDocumentBytes(request))
}

/** The same as it stands. */
export async function readDocumentBytes(request: DocumentRequest): Promise<Buffer> {
  const bytes = await retry(() => readBytes(request), request)
  const { algorithm, hex } = parseDigest(request.digest)
  const actual = createHash(algorithm).update(bytes).digest('hex')
  if (actual !== hex || (request.size !== undefined && request.size !== bytes.length)) {
    throw corruptDocument(request.digest, 'does not have the content that its digest promises')
  }
  return bytes
}

/** Error: image.corrupt. */
export function parseJson(digest: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw corruptDocument(digest, 'is not JSON', cause)
  }
}

/** Reads `document` by `schema`; error: image.corrupt with the first thing that does not fit. */
export function parseDocument<T>(schema: z.ZodType<T>, digest: string, document: unknown): T {
  const result = schema.safeParse(document)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw corruptDocument(digest, `is not an image's: ${issue?.path.join('.')}: ${issue?.message}`)
}

export function corruptDocument(digest: string, why: string, cause?: unknown): BerthError {
  return new BerthError('image.corrupt', `document ${digest} ${why}: push the image again`, {
    details: { digest },
    cause,
  })
}

async function readBytes(request: DocumentRequest): Promise<Buffer> {
  const response = await registryGet({
    source: request.source,
    path: `${request.kind}/${request.digest}`,
    headers: request.kind === 'manifests' ? { accept: ACCEPT } : {},
    signal: request.signal,
  })
  try {
    return await collect(response, request.digest)
  } catch (error) {
    throw networkError(error, request.signal)
  } finally {
    response.destroy()
  }
}

async function collect(response: IncomingMessage, digest: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > DOCUMENT_MAX)
      throw new BerthError('image.too_large', `document ${digest} is larger than 8 MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
