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
  const wentAway = () => new Error('the client went away before all of its body had come')
  if (request.destroyed) throw request.errored ?? wentAway()
  const chunks: Buffer[] = []
  let size = 0
  // by events, as iterating over a request costs more than all else that is done with a small body
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) return void chunks.push(chunk)
      request.off('data', take)
      reject(tooLarge())
    }
    request.on('data', take)
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', reject)
    request.once('close', () => {
      if (!request.complete) reject(wentAway())
    })
  })
}

export function contentLength(request: IncomingMessage): number | undefined {
  const header = request.headers['content-length']
  return header === undefined ? undefined : Number(header)
}
