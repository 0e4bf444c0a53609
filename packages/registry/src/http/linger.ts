import type { IncomingMessage } from 'node:http'

const MAX_BYTES = 8 * 1024 * 1024
const MAX_MS = 5000

/**
 * Reads on for a while when an answer was given before the body had come: closing at once would take the answer
 * away from a client that is still sending.
 */
export function linger(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return
  let seen = 0
  const timer = setTimeout(() => request.destroy(), MAX_MS).unref()
  request.on('data', (chunk: Buffer) => {
    seen += chunk.length
    if (seen > MAX_BYTES) request.destroy()
  })
  request.on('close', () => clearTimeout(timer))
}
