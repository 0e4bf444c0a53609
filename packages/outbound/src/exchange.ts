import {
  type ClientRequest,
  type Agent as HttpAgent,
  type IncomingMessage,
  request as overHttp,
} from 'node:http'
import { type Agent as HttpsAgent, request as overHttps } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { BerthError } from '@berth/core'
import { boundedBody } from './bounded-body.ts'
import type { Limits } from './limits.ts'
import type { OutboundAnswer, OutboundCall } from './outbound.ts'
import { tookTooLong, unreachable } from './unreachable.ts'

export type Agents = { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent }

export type Exchange = {
  readonly call: OutboundCall
  readonly url: URL
  readonly limits: Limits
  readonly agents: Agents
  readonly signal: AbortSignal
}

/** One request and the head of its answer; redirects are answers. */
export async function exchange(options: Exchange): Promise<OutboundAnswer> {
  const first = await attempt(options)
  if (first !== 'stale') return first
  // the connection had been closed by the other side while it was idle: the agent makes a new one
  const second = await attempt(options)
  if (second !== 'stale') return second
  throw unreachable(options.url, new Error('idle connections end before they are used'))
}

function attempt(options: Exchange): Promise<OutboundAnswer | 'stale'> {
  const { call, url, limits, signal } = options
  return new Promise((resolve, reject) => {
    const request = send(options)
    const stopTimers = limitTimes(request, url, limits)
    const failure = (error: unknown) => (signal.aborted ? toError(signal.reason) : explain(url, error))
    request.once('response', (response: IncomingMessage) => {
      stopTimers()
      const { statusCode = 0, headers } = response
      resolve({ status: statusCode, headers, url, body: boundedBody({ response, url, limits, failure }) })
    })
    request.on('error', (error) => {
      stopTimers()
      const stale = request.reusedSocket && call.method !== 'POST' && !signal.aborted && isReset(error)
      if (stale) resolve('stale')
      else reject(failure(error))
    })
    request.end(call.body)
  })
}

function send({ call, url, agents, signal }: Exchange): ClientRequest {
  const headers = { 'user-agent': 'berth', ...call.headers }
  const options = { method: call.method, headers, signal }
  return url.protocol === 'https:'
    ? overHttps(url, { ...options, agent: agents['https:'] })
    : overHttp(url, { ...options, agent: agents['http:'] })
}

/** One time for the connection, and one from there to the head of the answer. Returns what ends both. */
function limitTimes(request: ClientRequest, url: URL, limits: Limits): () => void {
  let timer = setTimeout(() => request.destroy(new Error('no connection in time')), limits.connectMs)
  const connected = () => {
    clearTimeout(timer)
    timer = setTimeout(() => request.destroy(tookTooLong(url)), limits.firstByteMs)
  }
  request.once('socket', (socket: Socket) => {
    if (request.reusedSocket) connected()
    else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', connected)
  })
  return () => clearTimeout(timer)
}

function explain(url: URL, error: unknown): BerthError {
  return error instanceof BerthError ? error : unreachable(url, error)
}

function isReset(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
