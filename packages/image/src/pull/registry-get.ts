import { type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BerthError } from '@berth/core'
import type { PullSource } from '../image-store.ts'

/** A registry that says nothing for this long is asked again. */
const SILENCE_MS = 30_000
const REDIRECTS_MAX = 5

export type RegistryGet = {
  readonly source: PullSource
  /** below /v2/<repository>/, such as `blobs/sha256:…` */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/**
 * GET from a repository, following redirects (to storage, without the token). Resolves with an answer of status 2xx
 * or 416; errors: image.not_found, auth.forbidden, image.pull_failed.
 */
export async function registryGet(get: RegistryGet): Promise<IncomingMessage> {
  const { source } = get
  let url = new URL(`/v2/${source.repository}/${get.path}`, source.url)
  const origin = url.origin
  for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
    const home = url.origin === origin
    const response = await send(url, {
      headers: home ? { ...get.headers, authorization: `Bearer ${source.token}` } : get.headers,
      socketPath: home ? source.socketPath : undefined,
      signal: get.signal,
    })
    const status = response.statusCode ?? 0
    if ((status >= 200 && status < 300) || status === 416) return response
    response.destroy()
    const location = response.headers.location
    if (status < 300 || status >= 400 || !location) throw refusal(status, get)
    url = new URL(location, url)
  }
  throw pullFailed(`${get.path} was redirected too often`)
}

function send(
  url: URL,
  options: { headers: Record<string, string>; socketPath: string | undefined; signal: AbortSignal },
): Promise<IncomingMessage> {
  const { socketPath } = options
  // a socket of this machine speaks http, whatever the platform's address begins with
  const request = url.protocol === 'https:' && !socketPath ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      headers: { ...options.headers, 'accept-encoding': 'identity' },
      signal: options.signal,
      ...(socketPath ? { socketPath, protocol: 'http:' } : {}),
    })
    sent.setTimeout(SILENCE_MS, () => sent.destroy(new Error(`no answer for ${SILENCE_MS / 1000} s`)))
    sent.on('response', resolve)
    sent.on('error', (cause) => reject(networkError(cause, options.signal)))
    sent.end()
  })
}

/** What a broken connection means: the caller's abort as it is, anything else as image.pull_failed. */
export function networkError(cause: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || cause instanceof BerthError) return signal.aborted ? signal.reason : cause
  return pullFailed(
    `the registry cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`,
    cause,
  )
}

export function pullFailed(message: string, cause?: unknown): BerthError {
  return new BerthError('image.pull_failed', message, { cause })
}

function refusal(status: number, get: RegistryGet): BerthError {
  const what = `${get.source.repository} (${get.path})`
  const details = { status, repository: get.source.repository }
  if (status === 404) {
    return new BerthError(
      'image.not_found',
      `image ${what} is not in the registry: push it, then deploy again`,
      {
        details,
      },
    )
  }
  if (status === 401 || status === 403) {
    return new BerthError(
      'auth.forbidden',
      `the registry refused this node's token for ${what}: deploy again`,
      {
        details,
      },
    )
  }
  return new BerthError('image.pull_failed', `the registry answered ${status} for ${what}`, { details })
}
