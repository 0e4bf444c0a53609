import { pipeline } from 'node:stream/promises'
import { blobUnknown, keepLinked } from '../blob-links.ts'
import { serveMirrored } from '../mirror/serve-mirrored.ts'
import { isNotModified, type RepositoryCall, send, writeHead } from '../http/call.ts'
import { parseRange } from '../http/range.ts'
import { checkDigest } from '../names.ts'

/** `GET|HEAD /v2/<name>/blobs/<digest>`, also a part of it. */
export async function blobGet(call: RepositoryCall): Promise<void> {
  const { deps, request, response, name } = call
  const digest = checkDigest(call.param)
  const found = await deps.links(name, digest)
  if (!found && (await serveMirrored(call, digest))) return
  const blob = found ?? (await deps.links(name, digest))
  if (!blob) throw blobUnknown(name, digest)
  const etag = `"${digest}"`
  const headers = {
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
    etag,
  }
  if (request.method === 'HEAD') {
    if (!(await keepLinked(deps, blob))) throw blobUnknown(name, digest)
    return send(call, 200, { ...headers, 'content-length': blob.size })
  }
  if (isNotModified(request, etag)) return send(call, 304, headers)
  const asked = parseRange(request.headers.range, blob.size)
  switch (asked.kind) {
    case 'unsatisfiable':
      return send(call, 416, { 'content-range': `bytes */${blob.size}`, 'content-length': 0 })
    case 'whole': {
      const bytes = blob.small ? await deps.small.read(digest) : undefined
      if (bytes) return send(call, 200, headers, bytes)
      const content = await deps.blobs.read(digest)
      writeHead(response, 200, { ...headers, 'content-length': blob.size })
      return content.sendTo ? content.sendTo(response) : pipeline(content, response)
    }
    case 'part': {
      const { start, end } = asked.range
      const part = {
        ...headers,
        'content-range': `bytes ${start}-${end}/${blob.size}`,
        'content-length': end - start + 1,
      }
      const bytes = blob.small ? await deps.small.read(digest) : undefined
      if (bytes) return send(call, 206, part, bytes.subarray(start, end + 1))
      const content = await deps.blobs.read(digest, asked.range)
      writeHead(response, 206, part)
      return content.sendTo ? content.sendTo(response) : pipeline(content, response)
    }
  }
}
