import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { BerthError, HTTP_STATUS, type Permission, toBerthError } from '@berth/core'
import { advertiseRefs, FLUSH, pktLine } from '@berth/git'
import type { PushDeps } from '../deps.ts'
import { type GitAddress, parseGitAddress } from '../git-address.ts'
import type { GitActor, GitAuth, Pusher } from '../ports.ts'
import { receivePush } from '../receive/receive-push.ts'
import { giveObjects } from '../serve/give-objects.ts'
import { readRefs } from '../serve/read-refs.ts'
import { drain } from './drain.ts'

/** Answers everything below `/git/`. Never rejects. */
export type GitHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

type Asked = {
  readonly address: GitAddress
  readonly service: 'git-upload-pack' | 'git-receive-pack'
  readonly step: 'advertise' | 'answer'
}

const PERMISSION = {
  'git-upload-pack': 'app:read',
  'git-receive-pack': 'app:deploy',
} as const satisfies Record<Asked['service'], Permission>

/** gitprotocol-http(5), the smart one. */
export function createGitHandler<Actor extends GitActor>(
  deps: PushDeps,
  options: { readonly auth: GitAuth<Actor>; readonly realm: string },
): GitHandler {
  return async (request, response) => {
    try {
      const asked = parseAsked(request)
      const admission = () => admit(options.auth, request, asked)
      const caller = await admission()
      const checkRight = async () => void (await admission())
      response.setHeader('cache-control', 'no-cache, no-store')
      response.setHeader('x-content-type-options', 'nosniff')
      response.setHeader('content-type', contentType(asked))
      if (asked.service === 'git-upload-pack') await upload(deps, caller, { request, response, asked })
      else if (asked.step === 'advertise') await advertise(deps, caller, response, asked)
      else await receive(deps, { caller, checkRight }, { request, response, asked })
    } catch (thrown) {
      refuse(deps, { request, response, thrown, realm: options.realm })
    }
  }
}

function parseAsked(request: IncomingMessage): Asked {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2)
  const [, repository = '', rest = ''] =
    /^\/git\/([^/]+\/[^/]+)\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(path) ?? []
  const address = parseGitAddress(repository)
  if (address === undefined)
    throw new BerthError(
      'git.not_found',
      'there is no repository here: an address is /git/<tenant>/<app>.git, and a name is 2 to 32 of a-z, 0-9 and single "-"',
    )
  const advertises = rest === 'info/refs'
  const service = advertises ? new URLSearchParams(query).get('service') : rest
  if (request.method !== (advertises ? 'GET' : 'POST'))
    throw new BerthError('input.invalid', `${request.method} is nothing that git does here`)
  if (service !== 'git-upload-pack' && service !== 'git-receive-pack')
    throw new BerthError('input.invalid', 'this git is too old: it does not speak the smart protocol')
  return { address, service, step: advertises ? 'advertise' : 'answer' }
}

async function admit<Actor extends GitActor>(
  auth: GitAuth<Actor>,
  request: IncomingMessage,
  { address, service }: Asked,
): Promise<Pusher> {
  const ip = clientAddress(request)
  const authorization = request.headers.authorization ?? null
  const actor = await auth.authenticate({ authorization, cookie: null, ip })
  if (actor === null)
    throw new BerthError(
      'auth.required',
      'sign in with an API token as the password, or with e-mail and password',
    )
  const permission = PERMISSION[service]
  const { tenant } = await auth.authorize({
    actor,
    tenant: address.tenant,
    permission,
    target: { app: address.app },
    ip,
  })
  const ownApp = actor.token !== null && actor.token.appId !== null
  return { tenant, by: actor.label, ip, ownApp }
}

type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly asked: Asked
}

async function upload(deps: PushDeps, caller: Pusher, { request, response, asked }: Exchange): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const protocol = request.headers['git-protocol']
  const end = await giveObjects(deps, {
    ...{ pusher: caller, app: asked.address.app, way: asked.step, output: response, signal: gone.signal },
    protocol: typeof protocol === 'string' ? protocol : undefined,
    input: asked.step === 'advertise' ? undefined : bodyOf(request),
    begin() {
      if (asked.step !== 'advertise') return
      response.writeHead(200)
      response.write(Buffer.concat([pktLine('# service=git-upload-pack\n'), FLUSH]))
    },
  })
  if (end.code !== 0) deps.log.debug({ stderr: end.stderr }, 'a fetch did not come to its end')
  response.end()
}

/** To an app that its first push will make, nothing was pushed yet. */
async function advertise(
  deps: PushDeps,
  caller: Pusher,
  response: ServerResponse,
  { address }: Asked,
): Promise<void> {
  const refs = await readRefs(deps.db, caller.tenant.id, address.app)
  response.writeHead(200)
  response.end(Buffer.concat([pktLine('# service=git-receive-pack\n'), FLUSH, advertiseRefs(refs)]))
}

async function receive(
  deps: PushDeps,
  { caller, checkRight }: { readonly caller: Pusher; readonly checkRight: () => Promise<void> },
  { request, response, asked }: Exchange,
): Promise<void> {
  const write = (bytes: Buffer) => {
    if (!response.destroyed && !response.writableEnded) response.write(bytes)
  }
  const input = bodyOf(request)
  await receivePush(deps, {
    ...{ pusher: caller, checkRight, app: asked.address.app },
    ...{ input, write },
    beforeAnswer: () => drain(input),
  })
  response.end()
}

function bodyOf(request: IncomingMessage) {
  if (request.headers['content-encoding'] !== 'gzip') return request
  return pipeline(request, createGunzip(), () => undefined) // its reader gets the error
}

function contentType({ service, step }: Asked): string {
  return `application/x-${service}-${step === 'advertise' ? 'advertisement' : 'result'}`
}

/** The door appends the visitor's address as the last one and deletes what the visitor wrote. */
function clientAddress(request: IncomingMessage): string | null {
  const header = request.headers['x-forwarded-for']
  const last = (Array.isArray(header) ? header.at(-1) : header)?.split(',').at(-1)?.trim()
  return last || (request.socket.remoteAddress ?? null)
}

/** Plain text, which git shows to who ran it. */
function refuse(
  { log }: PushDeps,
  refusal: {
    readonly request: IncomingMessage
    readonly response: ServerResponse
    readonly thrown: unknown
    readonly realm: string
  },
): void {
  const { request, response, thrown, realm } = refusal
  if (request.errored || response.destroyed) return log.debug({ err: thrown }, 'the client of git went away')
  const error = toBerthError(thrown)
  if (error.kind === 'internal')
    log.error({ err: error.cause ?? error, url: request.url }, 'a request of git failed')
  if (response.headersSent) return void response.destroy()
  const status = HTTP_STATUS[error.kind]
  if (status === 401) response.setHeader('www-authenticate', `Basic realm="${realm}", charset="UTF-8"`)
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${error.message}\n`)
}
