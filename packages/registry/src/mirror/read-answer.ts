import { BerthError } from '@berth/core'
import type { Readable } from 'node:stream'
import { asUpstreamFailure, upstreamFailed } from './upstream-failure.ts'

/** A small answer of an upstream, whole. Errors: mirror.upstream_failed, mirror.upstream_timeout. */
export async function readAnswer(
  body: Readable,
  limit: number,
  host: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > limit) throw upstreamFailed(host, `it sent more than the ${limit} bytes that are read of it`)
      chunks.push(chunk)
    }
  } catch (error) {
    body.destroy()
    throw error instanceof BerthError && error.code === 'mirror.upstream_failed'
      ? error
      : asUpstreamFailure(host, error)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
