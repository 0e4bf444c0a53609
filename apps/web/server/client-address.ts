import type { IncomingHttpHeaders } from 'node:http'

/**
 * The visitor's address. Only the door reaches our socket, and it puts the address that it saw at the end of
 * X-Forwarded-For: what a visitor wrote in front of it is not believed.
 */
export function clientAddress(headers: IncomingHttpHeaders): string | null {
  const forwarded = headers['x-forwarded-for']
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded)?.split(',').at(-1)?.trim()
  return last || null
}
