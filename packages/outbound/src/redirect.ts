import type { OutgoingHttpHeaders } from 'node:http'
import type { OutboundAnswer, OutboundCall } from './outbound.ts'
import { parseTarget } from './target.ts'
import { unreachable } from './unreachable.ts'

const REDIRECTS = [301, 302, 303, 307, 308]
const FOR_ONE_HOST = ['authorization', 'cookie', 'proxy-authorization']

type Hop = { readonly call: OutboundCall; readonly url: URL }

/**
 * Where an answer sends a GET or HEAD; undefined when it does not. Another origin gets no credentials.
 * Error: outbound.unreachable when that is no address to call, or leads from https to http.
 */
export function nextHop(
  call: OutboundCall,
  url: URL,
  answer: Pick<OutboundAnswer, 'status' | 'headers'>,
): Hop | undefined {
  const { location } = answer.headers
  const repeatable = call.method === 'GET' || call.method === 'HEAD'
  if (!repeatable || !REDIRECTS.includes(answer.status) || location === undefined) return undefined
  const next = readLocation(url, location)
  if (url.protocol === 'https:' && next.protocol === 'http:')
    throw unreachable(url, new Error(`it leads from https to ${next.origin}`))
  if (next.origin === url.origin) return { call, url: next }
  return { call: { ...call, headers: withoutCredentials(call.headers ?? {}) }, url: next }
}

function readLocation(url: URL, location: string): URL {
  try {
    return parseTarget(new URL(location, url))
  } catch (cause) {
    throw unreachable(url, cause)
  }
}

function withoutCredentials(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !FOR_ONE_HOST.includes(name.toLowerCase())),
  )
}
