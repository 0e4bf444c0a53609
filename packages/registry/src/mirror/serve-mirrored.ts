import { pipeline } from 'node:stream/promises'
import { type Headers, type RepositoryCall, send, writeHead } from '../http/call.ts'
import { isMirrored } from './mirror-name.ts'
import type { Mirror } from './mirror.ts'

/**
 * Answers for a blob that is not here and may be at an upstream: its bytes go to the client while they are stored.
 * False when it answered nothing: the blob is here by now, or nowhere. Errors: mirror.not_found, mirror.upstream_*, disk.full.
 */
export async function serveMirrored(call: RepositoryCall, digest: string): Promise<boolean> {
  const { mirror } = call.deps
  if (!mirror || !isMirrored(call.name)) return false
  return call.request.method === 'HEAD' ? serveHead(call, mirror, digest) : serveBody(call, mirror, digest)
}

/** A look is not worth a download. */
async function serveHead(call: RepositoryCall, mirror: Mirror, digest: string): Promise<boolean> {
  const size = await mirror.blobSize(call.name, digest)
  if (size === undefined) return false
  send(call, 200, headers(digest, size))
  return true
}

async function serveBody(call: RepositoryCall, mirror: Mirror, digest: string): Promise<boolean> {
  const download = await mirror.blob(call.name, digest)
  if (download && call.request.headers.range === undefined) {
    writeHead(call.response, 200, headers(digest, download.size))
    await pipeline(download.follow(), call.response)
    return true
  }
  // a part of it is cut from the whole
  await download?.done
  return false
}

function headers(digest: string, size: number): Headers {
  return {
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
    'content-length': size,
    etag: `"${digest}"`,
  }
}
