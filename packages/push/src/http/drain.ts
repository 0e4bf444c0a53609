import type { Readable } from 'node:stream'

/** What is taken in and thrown away of a push that is refused already. */
const MAX_BYTES = 1024 ** 3
const MAX_MS = 120_000

/**
 * Reads a request to its end, within limits: git hears an answer only when it has sent all. What is longer is cut off,
 * and git says that the connection broke.
 */
export async function drain(input: Readable): Promise<void> {
  const until = Date.now() + MAX_MS
  let size = 0
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_BYTES || Date.now() > until) return
    }
  } catch {
    // the client is gone, and hears nothing
  }
}
