import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BlobStore } from '@berth/blob'
import { BerthError, type Clock, type Secret, systemClock, toBerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import { createBearerTokens } from './bearer-token.ts'
import { type Caller, createCallers } from './caller.ts'
import { challenge } from './challenge.ts'
import type { RegistryDeps } from './deps.ts'
import { answerOf, errorBody } from './error-answer.ts'
import { type Call, writeHead } from './http/call.ts'
import { type RegistryHappenings, UNTOLD } from './happenings.ts'
import { linger } from './http/linger.ts'
import type { Mirror } from './mirror/mirror.ts'
import { namedRepository } from './mirror/named-repository.ts'
import type { RepositoryName } from './names.ts'
import { createRefusalNotes } from './quota/refusal-notes.ts'
import type { PullCounter } from './pulls/pull-counter.ts'
import { createLinkReader } from './read/link-reader.ts'
import { createManifestReader } from './read/manifest-reader.ts'
import type { RegistryAuth } from './registry-actor.ts'
import { createRights } from './rights.ts'
import { matchRoute } from './route-table.ts'
import type { Action } from './scope.ts'
import { SMALL_BYTES } from './small/small-body.ts'
import { createLinkSmall } from './small/link-small.ts'
import { createSmallReader } from './small/small-reader.ts'
import { createUploadTickets } from './upload-ticket.ts'
import { createUploadTurns } from './upload-turns.ts'
import { UPLOAD_TTL_MS } from './uploads.ts'

export type RegistryOptions = {
  readonly db: Db
  readonly blobs: BlobStore
  readonly auth: RegistryAuth
  /** absent: no registry is mirrored */
  readonly mirror?: Mirror
  /** absent: nobody is told */
  readonly happenings?: RegistryHappenings
  /** absent: nobody counts */
  readonly pulls?: PullCounter
  readonly config: {
    /** public address of the platform, without a slash at the end */
    readonly url: string
    /** signs bearer tokens */
    readonly key: Secret
    /** content of at most so many bytes lies in Postgres (docs/adr/0032); 0: none */
    readonly smallBytes?: number
  }
  readonly clock?: Clock
  readonly log: Logger
}

/** Answers everything below `/v2/`. Never rejects. Its server must not limit how long a request takes to come in. */
export type RegistryHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

type Wanted = { readonly name: RepositoryName; readonly action: Action }

/** The registry: OCI distribution-spec 1.1 with Docker's token authentication. */
export function createRegistryHandler(options: RegistryOptions): RegistryHandler {
  const deps = assemble(options)
  const noteRefusal = createRefusalNotes(deps)
  return async (request, response) => {
    let wanted: Wanted | undefined
    try {
      await answer(deps, request, response, (found) => {
        wanted = found
      })
    } catch (thrown) {
      const error = toBerthError(thrown)
      refuse({ deps, request, response, error, wanted })
      await noteRefusal(error).catch((err: unknown) => deps.log.warn({ err }, 'a refusal was not noted'))
    }
  }
}

function assemble(options: RegistryOptions): RegistryDeps {
  const { db, blobs, auth, mirror, pulls, happenings = UNTOLD, config, log, clock = systemClock } = options
  const service = new URL(config.url).host
  const tokens = createBearerTokens({ key: config.key, service, clock })
  const rights = createRights({ db, auth, clock })
  const callers = createCallers({ db, auth, tokens, rights, clock })
  return {
    ...{ db, blobs, auth, tokens, rights, callers, mirror, happenings, pulls, clock, log },
    ...{ manifests: createManifestReader(db), links: createLinkReader(db), turns: createUploadTurns() },
    tickets: createUploadTickets({ key: config.key, clock, ttlMs: UPLOAD_TTL_MS }),
    ...{ small: createSmallReader(db), linkSmall: createLinkSmall({ db, clock, log }) },
    smallBytes: config.smallBytes ?? SMALL_BYTES,
    ...{ url: config.url, service },
  }
}

async function answer(
  deps: RegistryDeps,
  request: IncomingMessage,
  response: ServerResponse,
  onWanted: (wanted: Wanted) => void,
): Promise<void> {
  const [path = '', query = ''] = readable(request.url ?? '').split('?', 2)
  const { route, name: text, param } = matchRoute(request.method ?? '', path)
  const here = {
    deps,
    request,
    response,
    path,
    query: new URLSearchParams(query),
    ip: clientAddress(request),
  }
  switch (route.kind) {
    case 'open':
      return route.handle({ ...here, caller: await identify(here) })
    case 'repository': {
      const name = await namedRepository(here, text, route.action)
      onWanted({ name, action: route.action })
      const caller = await identify(here)
      if (await deps.callers.may(caller, name, route.action))
        return route.handle({ ...here, caller, name, param })
      throw await deps.callers.refuse(caller, name, route.action, here.ip)
    }
  }
}

/** Error: input.invalid for a NUL, which nothing here is called and Postgres has no letter for. */
function readable(url: string): string {
  if (!url.includes('%00')) return url
  throw new BerthError('input.invalid', 'an address with a NUL character in it leads nowhere')
}

function identify({ deps, request, ip }: Omit<Call, 'caller'>): Promise<Caller> {
  return deps.callers.identify(request.headers.authorization ?? null, ip)
}

/** The door appends the visitor's address as the last one and deletes what the visitor wrote. */
function clientAddress(request: IncomingMessage): string | null {
  const header = request.headers['x-forwarded-for']
  const last = (Array.isArray(header) ? header.at(-1) : header)?.split(',').at(-1)?.trim()
  return last || (request.socket.remoteAddress ?? null)
}

function refuse({
  deps,
  request,
  response,
  error,
  wanted,
}: {
  deps: RegistryDeps
  request: IncomingMessage
  response: ServerResponse
  error: BerthError
  wanted: Wanted | undefined
}): void {
  if (request.errored || response.destroyed) return deps.log.debug({ err: error }, 'the client went away')
  if (error.kind === 'internal') {
    deps.log.error(
      { err: error.cause ?? error, method: request.method, path: wanted?.name.full },
      'request failed',
    )
  }
  // half an answer cannot become an error: the client notices that its end is missing
  if (response.headersSent) return void response.destroy()
  const { status } = answerOf(error)
  if (status === 401) {
    const { url, service } = deps
    response.setHeader('www-authenticate', challenge({ url, service, error, wanted }))
  }
  const { retryAfter } = error.details
  if (error.kind === 'exhausted')
    response.setHeader('retry-after', typeof retryAfter === 'number' ? retryAfter : 10)
  const body = errorBody(error)
  writeHead(response, status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  if (request.method !== 'HEAD') response.write(body)
  void linger(request).then(() => response.end())
}
