import type { Readable } from 'node:stream'
import { BerthError } from '@berth/core'
import { type Answer, sendRequest } from './registry-request.ts'

/** Where an image goes. `basic` is what a user of `docker login` types; a registry that wants a token gets one for it. */
export type PushTarget = {
  readonly url: string
  readonly repository: string
  readonly tag: string
  readonly auth:
    | { readonly kind: 'none' }
    | { readonly kind: 'bearer'; readonly token: string }
    | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** HTTP over a unix socket; `url` then only says which host is asked for */
  readonly socketPath?: string
}

export type SendBlob = { readonly digest: string; readonly size: number; readonly open: () => Readable }

/** The pushing half of distribution-spec, for one repository. */
export type RegistryClient = {
  hasBlob(digest: string): Promise<boolean>
  putBlob(blob: SendBlob): Promise<void>
  /** Takes a blob over from another repository. Error: image.push_refused, when it is not to be read there. */
  mountBlob(digest: string, from: string): Promise<void>
  putManifest(tag: string, manifest: { mediaType: string; bytes: Buffer }): Promise<void>
}

type Call = {
  readonly method: string
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: () => Readable | Buffer
}

export function registryClient(target: PushTarget): RegistryClient {
  const base = new URL(`/v2/${target.repository}/`, target.url)
  const socketPath = target.socketPath
  let authorization = firstAuthorization(target)

  /** Sends a call, once more when the registry first wants to know who asks. */
  const call = async (wanted: Call, ...expected: number[]): Promise<Answer> => {
    let answer = await send(wanted)
    const challenge = answer.headers['www-authenticate']
    if (answer.status === 401 && challenge) {
      authorization = await answerChallenge(target, challenge)
      answer = await send(wanted)
    }
    if (!expected.includes(answer.status)) throw refused(wanted, answer)
    return answer
  }

  const send = (wanted: Call) =>
    sendRequest({
      ...wanted,
      headers: { ...wanted.headers, ...(authorization ? { authorization } : {}) },
      ...(socketPath ? { socketPath } : {}),
    })

  return {
    async hasBlob(digest) {
      const answer = await call({ method: 'HEAD', url: new URL(`blobs/${digest}`, base) }, 200, 404)
      return answer.status === 200
    },
    async putBlob({ digest, size, open }) {
      const begun = await call({ method: 'POST', url: new URL('blobs/uploads/', base) }, 202)
      const headers = { 'content-type': 'application/octet-stream', 'content-length': String(size) }
      const upload = locationOf(begun, base)
      const sent = await call({ method: 'PATCH', url: upload, headers, body: open }, 202, 204)
      const closing = locationOf(sent, upload)
      closing.searchParams.set('digest', digest)
      await call({ method: 'PUT', url: closing, headers: { 'content-length': '0' } }, 201)
    },
    async mountBlob(digest, from) {
      const url = new URL('blobs/uploads/', base)
      url.searchParams.set('mount', digest)
      url.searchParams.set('from', from)
      const answer = await call({ method: 'POST', url }, 201, 202)
      if (answer.status === 201) return
      throw new BerthError('image.push_refused', `no right to take a layer over from ${from}`, {
        details: { repository: from },
      })
    },
    async putManifest(tag, { mediaType, bytes }) {
      const headers = { 'content-type': mediaType, 'content-length': String(bytes.length) }
      await call({ method: 'PUT', url: new URL(`manifests/${tag}`, base), headers, body: () => bytes }, 201)
    },
  }
}

function firstAuthorization({ auth }: PushTarget): string | undefined {
  return auth.kind === 'bearer' ? `Bearer ${auth.token}` : undefined
}

/** `Bearer realm="…",service="…"`: the realm gives a token for the password; `Basic`: the password itself. */
async function answerChallenge(target: PushTarget, challenge: string): Promise<string> {
  const { auth, repository, socketPath } = target
  if (auth.kind !== 'basic') {
    throw new BerthError('image.push_refused', `the registry wants a login for ${repository}`)
  }
  const basic = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`
  if (!/^bearer /i.test(challenge)) return basic
  const url = new URL(parameter(challenge, 'realm') ?? '', target.url)
  url.searchParams.set('service', parameter(challenge, 'service') ?? '')
  url.searchParams.set('scope', `repository:${repository}:pull,push`)
  const call: Call = { method: 'GET', url, headers: { authorization: basic } }
  const answer = await sendRequest({ ...call, ...(socketPath ? { socketPath } : {}) })
  const token = answer.status === 200 ? tokenOf(answer.body) : undefined
  if (!token) throw refused(call, answer)
  return `Bearer ${token}`
}

function parameter(challenge: string, name: string): string | undefined {
  return new RegExp(`${name}="([^"]*)"`, 'i').exec(challenge)?.[1]
}

function tokenOf(body: string): string | undefined {
  const document: unknown = JSON.parse(body)
  if (typeof document !== 'object' || document === null) return undefined
  if ('token' in document && typeof document.token === 'string') return document.token
  return 'access_token' in document && typeof document.access_token === 'string'
    ? document.access_token
    : undefined
}

function locationOf(answer: Answer, from: URL): URL {
  return new URL(answer.headers.location ?? '', from)
}

function refused(call: Call, answer: Answer): BerthError {
  const what = `${call.method} ${call.url.pathname}`
  const details = { status: answer.status, body: answer.body.slice(0, 500) }
  return answer.status === 401 || answer.status === 403
    ? new BerthError('image.push_refused', `the registry refused ${what}: check the token and its scopes`, {
        details,
      })
    : new BerthError('image.push_failed', `the registry answered ${answer.status} to ${what}`, { details })
}
