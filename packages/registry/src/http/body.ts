import type { IncomingMessage } from 'node:http'
import { BerthError } from '@berth/core'

/** A small body, whole; `what` it is, for whoever sent too much. Error: registry.manifest_too_large. */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  what = 'a manifest',
): Promise<Buffer> {
  const tooLarge = () =>
    new BerthError('registry.manifest_too_large', `${what} may have ${limit} bytes, and this one has more`)
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export function contentLength(request: IncomingMessage): number | undefined {
  const header = request.headers['content-length']
  return header === undefined ? undefined : Number(header)
}
