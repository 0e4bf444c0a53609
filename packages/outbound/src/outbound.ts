import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Limits } from './limits.ts'

/** A request to an address that somebody typed. */
export type OutboundCall = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT'
  readonly url: string | URL
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Uint8Array
  /** how many redirects of a GET or HEAD are followed; 0 unless set */
  readonly redirects?: number
  readonly limits?: Partial<Limits>
  readonly signal?: AbortSignal
}

export type OutboundAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** to be read to its end or destroyed; fails with outbound.too_large, outbound.timeout, outbound.unreachable */
  readonly body: Readable
  /** where it came from in the end */
  readonly url: URL
}

export type Outbound = {
  /** Errors: outbound.url_invalid, outbound.unreachable, outbound.timeout. Answers of any status are answers. */
  request(call: OutboundCall): Promise<OutboundAnswer>
  /** Closes the connections that wait for another use. */
  close(): void
}
