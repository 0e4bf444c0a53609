import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { BerthError } from '@berth/core'
import { type Descriptor, parseDigest } from '@berth/oci'
import type { PullSource } from '../image-store.ts'
import type { KeptBlob } from './kept-blobs.ts'
import { networkError, pullFailed, registryGet } from './registry-get.ts'
import { backOff, isWorthRetrying } from './retry.ts'

export type BlobRequest = {
  readonly source: PullSource
  readonly descriptor: Descriptor
  readonly signal: AbortSignal
  readonly delays: readonly number[]
  /** where what comes is kept; what is there already is read from there first */
  readonly kept?: KeptBlob | undefined
  /** bytes that have come so far */
  readonly onBytes?: (bytes: number) => void
}

/**
 * A blob's bytes, as they come. A broken connection is taken up where it stopped (Range), a pull that ended where what
 * was kept of it ends. The last piece is followed
 * by the verdict on size and digest: nothing that was made of the bytes may be used before the end was reached.
 * Errors: image.corrupt, image.not_found, image.pull_failed, auth.forbidden.
 */
export async function* readBlob(request: BlobRequest): AsyncGenerator<Buffer> {
  const { descriptor, kept } = request
  const { algorithm, hex } = parseDigest(descriptor.digest)
  const hash = createHash(algorithm)
  let offset = 0
  const delays = [...request.delays]
  for await (const chunk of kept?.read() ?? []) {
    offset += chunk.length
    hash.update(chunk)
    request.onBytes?.(offset)
    yield chunk
  }
  while (offset < descriptor.size) {
    try {
      for await (const chunk of readFrom(request, offset)) {
        offset += chunk.length
        if (offset > descriptor.size) throw corrupt(descriptor, 'is longer than its manifest says')
        hash.update(chunk)
        request.onBytes?.(offset)
        await kept?.add(chunk)
        yield chunk
      }
      if (offset < descriptor.size)
        throw pullFailed(`the registry cut blob ${descriptor.digest} at byte ${offset}`)
    } catch (error) {
      const delay = delays.shift()
      if (!isWorthRetrying(error) || delay === undefined) throw error
      await backOff(delay, request.signal)
    }
  }
  if (hash.digest('hex') !== hex)
    throw corrupt(descriptor, 'does not have the content that its digest promises')
}

async function* readFrom(request: BlobRequest, offset: number): AsyncGenerator<Buffer> {
  const { source, descriptor, signal } = request
  const response = await registryGet({
    source,
    path: `blobs/${descriptor.digest}`,
    headers: offset > 0 ? { range: `bytes=${offset}-` } : {},
    signal,
  })
  try {
    let skip = offset - startOf(response)
    if (skip < 0) throw pullFailed(`the registry sent blob ${descriptor.digest} from a wrong byte on`)
    for await (const chunk of response as AsyncIterable<Buffer>) {
      const wanted = chunk.subarray(skip)
      skip -= chunk.length - wanted.length
      if (wanted.length > 0) yield wanted
    }
  } catch (error) {
    throw networkError(error, signal)
  } finally {
    response.destroy()
  }
}

/** Which byte an answer begins with: a server may know no ranges, and then sends everything again. */
function startOf(response: IncomingMessage): number {
  if (response.statusCode !== 206) return 0
  const match = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')
  return match ? Number(match[1]) : Number.POSITIVE_INFINITY
}

function corrupt(descriptor: Descriptor, why: string): BerthError {
  return new BerthError('image.corrupt', `blob ${descriptor.digest} ${why}: push the image again`, {
    details: { digest: descriptor.digest },
  })
}
