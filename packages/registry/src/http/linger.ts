import type { IncomingMessage } from 'node:http'

const MAX_BYTES = 8 * 1024 * 1024
const MAX_MS = 5000

/**
 * Reads on for a while when an answer was written before the body had come, and resolves when that is over. Only then
 * may the answer end: Node closes the connection with it, which would take the answer away from a client that sends on.
 */
export function linger(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (request.complete || request.destroyed) return resolve()
    const timer = setTimeout(resolve, MAX_MS).unref()
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    let seen = 0
    request.on('data', (chunk: Buffer) => {
      seen += chunk.length
      if (seen > MAX_BYTES) end()
    })
    request.once('end', end)
    request.once('close', end)
  })
}
