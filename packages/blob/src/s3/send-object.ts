import type { Bucket, SentPart } from './bucket.ts'
import { cutParts } from './cut-parts.ts'

/** Parts that are on their way while the next one comes in. */
const IN_FLIGHT = 2

/** What was short enough to stay in memory, or the size of the object that it became. */
export type Sent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'object'; readonly size: number }

/** Streams into a new object in constant memory. What fails leaves nothing. */
export async function sendObject(
  bucket: Bucket,
  key: string,
  source: AsyncIterable<Uint8Array>,
): Promise<Sent> {
  const parts = cutParts(source)
  try {
    const first = await parts.next()
    if (first.done) return { kind: 'bytes', bytes: Buffer.alloc(0) }
    const second = await parts.next()
    if (second.done) return { kind: 'bytes', bytes: first.value }
    return { kind: 'object', size: await sendParts(bucket, key, again([first.value, second.value], parts)) }
  } finally {
    // the source learns that nobody reads on
    await parts.return(undefined)
  }
}

async function* again(first: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>) {
  yield* first
  yield* rest
}

async function sendParts(bucket: Bucket, key: string, parts: AsyncIterable<Uint8Array>): Promise<number> {
  const id = await bucket.beginParts(key)
  const sending: Promise<SentPart>[] = []
  let size = 0
  try {
    for await (const part of parts) {
      size += part.length
      const sent = bucket.putPart(key, id, sending.length + 1, part)
      sent.catch(() => undefined) // awaited below; until then a rejection must not count as unhandled
      sending.push(sent)
      await sending.at(-1 - IN_FLIGHT)
    }
    await bucket.completeParts(key, id, await Promise.all(sending))
    return size
  } catch (error) {
    await Promise.allSettled(sending) // a part that comes after the abort would stay
    await bucket.abortParts(key, id).catch(() => undefined) // the reaper finds what could not be aborted now
    throw error
  }
}
