import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { BlobStore } from '@berth/blob'
import { receiveSource } from '@berth/build/service'
import { BerthError, toBerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import type { TicketVerifier } from '@berth/vault'
import { answerError, answerJson } from '../http/answer.ts'
import { bearerOf } from '../http/bearer.ts'
import type { SourceTokens } from './source-tokens.ts'

export const SOURCES_PATH = '/api/v1/sources'

/** After a refusal so much more is read, that a client which sends on gets the answer. */
const LINGER_BYTES = 64 * 1024 * 1024
const LINGER_MS = 10_000

type Deps = {
  readonly db: Db
  readonly store: BlobStore
  readonly tickets: TicketVerifier
  readonly tokens: SourceTokens
  readonly log: Logger
}

/**
 * `PUT /api/v1/sources[?digest=sha256:…]` with a ticket of web's → `SourceView`; 413 when it is too large.
 * `GET /api/v1/sources/<digest>` with a token of `build.token`: the archive, for the node that builds it.
 */
export function sourceRoutes(deps: Deps) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://control')
    if (request.method === 'PUT' && url.pathname === SOURCES_PATH) {
      return put(deps, url, request, response)
    }
    if (request.method === 'GET' && url.pathname.startsWith(`${SOURCES_PATH}/`)) {
      return get(deps, url.pathname.slice(SOURCES_PATH.length + 1), request, response)
    }
    throw new BerthError('input.invalid', `there is nothing at ${request.method} ${url.pathname}`)
  }
}

async function put(deps: Deps, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const ticket = deps.tickets.verify(bearerOf(request))
    if (ticket.act !== 'source') throw new BerthError('auth.forbidden', 'the ticket is for something else')
    const { tenantId, by } = ticket
    const length = request.headers['content-length']
    const source = await receiveSource(deps, {
      // what is refused half-way must still be answered
      ...{ tenantId, by, content: request.iterator({ destroyOnReturn: false }) },
      digest: url.searchParams.get('digest') ?? undefined,
      size: length === undefined ? undefined : Number(length),
    })
    answerJson(response, 201, source)
  } catch (error) {
    await linger(request)
    refuse(response, error, deps.log)
  }
}

function refuse(response: ServerResponse, thrown: unknown, log: Logger): void {
  const error = toBerthError(thrown)
  if (error.code !== 'source.too_large') return answerError(response, thrown, log)
  response.shouldKeepAlive = false
  answerJson(response, 413, { error })
}

/** Node closes the connection with the answer, which would take it away from whoever still sends. */
async function linger(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return
  const until = Date.now() + LINGER_MS
  let seen = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    seen += chunk.length
    if (seen > LINGER_BYTES || Date.now() > until) return
  }
}

async function get(
  { store, tokens }: Deps,
  digest: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  tokens.check(digest, bearerOf(request))
  const found = await store.stat(digest)
  if (!found) throw new BerthError('source.not_found', `there is no source ${digest}`)
  const content = await store.read(digest)
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': found.size })
  await pipeline(content, response)
}
