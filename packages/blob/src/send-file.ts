import type { FileHandle } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import type { BufferPair, BufferPairs } from './buffer-pairs.ts'

/**
 * Writes a file, or its part with both ends, to `response` and ends it: one buffer is read into while the other one is
 * on its way. To a response and no other stream, because only a socket calls back when the bytes have left.
 */
export async function sendFile(
  handle: FileHandle,
  response: ServerResponse,
  { pairs, range }: { pairs: BufferPairs; range?: { start: number; end: number } | undefined },
): Promise<void> {
  const pair = pairs.take()
  // one that closes tells nobody who waits for a write
  const closed = finished(response)
  const sent = sendAll(handle, response, pair, range ?? { start: 0, end: Number.MAX_SAFE_INTEGER - 1 })
  await Promise.all([closed, sent])
  // not after an error: something may still be on its way
  pairs.give(pair)
}

async function sendAll(
  handle: FileHandle,
  response: ServerResponse,
  pair: BufferPair,
  { start, end }: { start: number; end: number },
): Promise<void> {
  let writing: Promise<void> = Promise.resolve()
  let [free, busy] = pair
  for (let position = start; position <= end; ) {
    const wanted = Math.min(free.length, end - position + 1)
    const { bytesRead } = await handle.read(free, 0, wanted, position)
    await writing
    if (bytesRead === 0) break
    writing = write(response, free.subarray(0, bytesRead))
    writing.catch(() => undefined) // awaited before the next one; until then it must not count as unhandled
    position += bytesRead
    ;[free, busy] = [busy, free]
  }
  await writing
  response.end()
}

function write(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    response.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
}
