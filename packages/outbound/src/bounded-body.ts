import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { BerthError } from '@berth/core'
import type { Limits } from './limits.ts'
import { tookTooLong } from './unreachable.ts'

type Source = {
  readonly response: IncomingMessage
  readonly url: URL
  readonly limits: Limits
  /** what a failure of the connection is to the caller */
  readonly failure: (error: unknown) => Error
}

/** The body of an answer, which ends with an error when it is longer or slower than allowed. */
export function boundedBody(source: Source): Readable {
  const body = Readable.from(pieces(source), { objectMode: false })
  // also while the next piece is awaited
  body.once('close', () => source.response.destroy())
  return body
}

async function* pieces({ response, url, limits, failure }: Source): AsyncGenerator<Uint8Array> {
  const iterator: AsyncIterator<Uint8Array> = response[Symbol.asyncIterator]()
  let bytes = 0
  for (;;) {
    // A reader that takes its time is no reason to give up: only waiting for the other side is measured.
    const idle = setTimeout(() => response.destroy(tookTooLong(url)), limits.idleMs)
    const next = await iterator
      .next()
      .catch((error: unknown) => {
        throw failure(error)
      })
      .finally(() => clearTimeout(idle))
    if (next.done) return
    bytes += next.value.length
    if (bytes > limits.maxBytes) throw tooLarge(url, limits.maxBytes)
    yield next.value
  }
}

function tooLarge(url: URL, maxBytes: number): BerthError {
  return new BerthError('outbound.too_large', `the answer of ${url.host} has more than ${maxBytes} bytes`, {
    details: { host: url.host, maxBytes },
  })
}
