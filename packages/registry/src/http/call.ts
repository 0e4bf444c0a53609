import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller } from '../caller.ts'
import type { RegistryDeps } from '../deps.ts'
import type { RepositoryName } from '../names.ts'

/** One request, as a route gets it. */
export type Call = {
  readonly deps: RegistryDeps
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** as it was asked for, without the query */
  readonly path: string
  readonly query: URLSearchParams
  readonly ip: string | null
  readonly caller: Caller
}

/** A request for something in a repository that its sender may reach. `param`: reference, digest or upload. */
export type RepositoryCall = Call & { readonly name: RepositoryName; readonly param: string }

export type Headers = Readonly<Record<string, string | number | string[]>>

/** Of every answer. */
const STANDING = { 'docker-distribution-api-version': 'registry/2.0', 'x-content-type-options': 'nosniff' }

/** The one way to begin an answer. Headers in one object are much faster than set one by one. */
export function writeHead(response: ServerResponse, status: number, headers: Headers): void {
  response.writeHead(status, { ...STANDING, ...headers })
}

/** Answers; a HEAD gets the headers of a GET and no body. */
export function send(
  { request, response }: Pick<Call, 'request' | 'response'>,
  status: number,
  headers: Headers,
  body?: string | Uint8Array,
): void {
  const length = body === undefined ? undefined : Buffer.byteLength(body)
  writeHead(response, status, length === undefined ? headers : { 'content-length': length, ...headers })
  response.end(request.method === 'HEAD' ? undefined : body)
}

export function sendJson(call: Call, status: number, value: unknown, headers: Headers = {}): void {
  send(call, status, { 'content-type': 'application/json', ...headers }, JSON.stringify(value))
}

/** RFC 9110 13.1.2; an entity tag here is a digest, which never changes its meaning. */
export function isNotModified(request: IncomingMessage, etag: string): boolean {
  const header = request.headers['if-none-match']
  return header !== undefined && header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
