import type { Readable } from 'node:stream'
import { upstreamFailed } from './upstream-failure.ts'

/** What of a running download is kept for those who read along. */
const WINDOW_BYTES = 4 * 1024 * 1024

/** A blob on its way from an upstream into the store. */
export type BlobDownload = {
  readonly size: number
  /** Settled when it is stored and linked, or when it is not going to be. */
  readonly done: Promise<void>
  /**
   * The bytes as they come. Its end comes when the digest was found right, so that nobody takes a wrong blob for a
   * whole one; who falls behind goes on from the store once it is there.
   */
  follow(): AsyncIterable<Uint8Array>
}

/** Puts every byte of `body` into `store`, and shows it to followers at the same time. */
export function startBlobDownload(options: {
  readonly host: string
  readonly size: number
  readonly body: Readable
  /** takes all of it, verifies, links */
  readonly store: (bytes: AsyncIterable<Uint8Array>) => Promise<void>
  readonly read: (range: { start: number; end: number }) => Promise<Readable>
}): BlobDownload {
  const { host, size, body, store, read } = options
  let kept: { readonly at: number; readonly bytes: Uint8Array }[] = []
  let seen = 0
  let state: 'running' | 'stored' | 'failed' = 'running'
  let changed = Promise.withResolvers<void>()

  async function* arriving() {
    for await (const bytes of body as AsyncIterable<Buffer>) {
      if (seen + bytes.length > size)
        throw upstreamFailed(host, `it sent more than the ${size} bytes it promised`)
      kept.push({ at: seen, bytes })
      seen += bytes.length
      kept = kept.filter(({ at }) => at > seen - WINDOW_BYTES)
      announce()
      yield bytes
    }
    if (seen < size) throw upstreamFailed(host, `it sent ${seen} of ${size} bytes`)
  }
  const announce = () => {
    changed.resolve()
    changed = Promise.withResolvers()
  }

  const done = store(arriving())
    .then(
      () => {
        state = 'stored'
      },
      (error: unknown) => {
        state = 'failed'
        throw error
      },
    )
    .finally(() => {
      body.destroy()
      kept = []
      announce()
    })
  // whoever follows gets the reason; a download that nobody follows any more fails for nobody
  done.catch(() => undefined)

  async function* follow(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < size; ) {
      const piece = pieceAt(kept, at, size - 1)
      const isBehind = at < (kept[0]?.at ?? 0)
      if (piece) {
        at += piece.length
        yield piece
      } else if (isBehind || state !== 'running') {
        await done
        yield* (await read({ start: at, end: size - 1 })) as AsyncIterable<Buffer>
        return
      } else {
        await changed.promise
      }
    }
    await done
  }

  return { size, done, follow }
}

/** What is kept from `at` on, but nothing of `end` and after: the last byte is not given away yet. */
function pieceAt(
  kept: readonly { readonly at: number; readonly bytes: Uint8Array }[],
  at: number,
  end: number,
): Uint8Array | undefined {
  const found = kept.find((chunk) => chunk.at <= at && at < chunk.at + chunk.bytes.length)
  if (!found || at >= end) return undefined
  return found.bytes.subarray(at - found.at, Math.min(found.bytes.length, end - found.at))
}
