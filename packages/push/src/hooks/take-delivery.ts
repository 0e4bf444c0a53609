import type { IncomingMessage } from 'node:http'
import { BerthError, type Clock, createTurns, isId, newId } from '@berth/core'
import { type Db, isUniqueViolation } from '@berth/db'
import type { SealSecrets } from '../remote/remote-ports.ts'
import { hashText, isSigned, sameText } from './check-signature.ts'
import { type HookCall, readCall, readSender } from './hook-call.ts'
import { createHookRate } from './hook-rate.ts'

/** What became of a call: `state` as the row has it, or `known`: it came before. */
type TakenDelivery = {
  readonly state: 'ignored' | 'waiting' | 'known'
  readonly message: string | null
}

/** Answers `POST /hooks/<app id>/<secret part>`. Errors: hook.not_found, hook.unsigned, hook.too_many, input.invalid. */
export type TakeDelivery = (request: IncomingMessage) => Promise<TakenDelivery>

/** GitHub sends at most 25 MiB; of what follows the first commits of a push nothing is read. */
const MAX_BYTES = 25 * 1024 ** 2
const MAX_MS = 20_000
/** Bodies that are held until their signature is known, for all and of one app. */
const READING = { all: 8, each: 2, waiting: 20 }
/** Of one app. */
const KEPT = 100

export function createTakeDelivery(deps: {
  readonly db: Db
  readonly open: SealSecrets
  readonly clock: Clock
}): TakeDelivery {
  const { db, open, clock } = deps
  const rate = createHookRate(clock)
  const turns = createTurns(READING)
  return async (request) => {
    const hook = await findHook(db, request.url ?? '')
    rate.count(hook.appId)
    const sender = readSender(request.headers)
    if (sender === undefined)
      throw new BerthError('input.invalid', 'this is no call of GitHub, GitLab or Gitea that is understood')
    const body = await turns.run(hook.appId, () => readBody(request))
    const { secret = '' } = await open(hook.app.tenantId, { secret: hook.secret })
    if (secret === '' || !isSigned(sender, body, secret))
      throw new BerthError(
        'hook.unsigned',
        'the signature does not fit: give the provider the secret of this hook',
      )
    const call = readCall(sender, parseBody(body, request.headers['content-type'] ?? ''))
    const { state, message } = judge(call, hook.app.deployBranch)
    const push = call.kind === 'push' ? { branch: call.branch, commit: call.commit } : {}
    const { provider, deliveryId, event } = sender
    const row = { appId: hook.appId, provider, deliveryId, event, ...push, state, message }
    try {
      await db.gitDelivery.create({ data: { id: newId('delivery'), ...row, createdAt: clock.now() } })
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      return takeAgain(db, row)
    }
    await forgetOld(db, hook.appId)
    return { state, message }
  }
}

/** The same delivery is taken once, but for one that failed: then somebody asked for it again. */
async function takeAgain(
  db: Db,
  row: { appId: string; provider: string; deliveryId: string; state: string },
): Promise<TakenDelivery> {
  const { appId, provider, deliveryId, state } = row
  const failed = { appId, provider, deliveryId, state: 'failed' }
  const again =
    state === 'waiting'
      ? await db.gitDelivery.updateMany({ where: failed, data: { state, message: null } })
      : { count: 0 }
  return again.count > 0
    ? { state: 'waiting', message: null }
    : { state: 'known', message: 'this delivery came before' }
}

/** Whoever does not know the address learns nothing, not even whether the app is there. */
async function findHook(db: Db, url: string) {
  const [, appId = '', path = ''] = /^\/hooks\/([^/?]+)\/([\w-]{1,100})$/.exec(url) ?? []
  const hook = isId('app', appId)
    ? await db.gitHook.findFirst({ where: { appId, app: { deletedAt: null } }, include: { app: true } })
    : null
  if (hook !== null && sameText(hook.pathHash, hashText(path))) return hook
  throw new BerthError('hook.not_found', 'there is no such hook: take its address anew')
}

/** Only pushes to the branch that is deployed are built. */
function judge(
  call: HookCall,
  deployBranch: string,
): { readonly state: 'ignored' | 'waiting'; readonly message: string | null } {
  switch (call.kind) {
    case 'hello':
      return { state: 'ignored', message: 'the provider said hello' }
    case 'other':
      return { state: 'ignored', message: call.why }
    case 'push':
      return call.branch === deployBranch
        ? { state: 'waiting', message: null }
        : {
            state: 'ignored',
            message: `${deployBranch} is deployed, and this was ${call.branch}`.slice(0, 500),
          }
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  const late = setTimeout(() => request.destroy(tooMuch()), MAX_MS)
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_BYTES) throw tooMuch()
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    clearTimeout(late)
  }
}

function tooMuch(): BerthError {
  return new BerthError('input.invalid', 'this call is too large, or takes too long')
}

/** JSON, or a form with JSON in its field `payload`. */
function parseBody(body: Buffer, type: string): unknown {
  const text = body.toString('utf8')
  const isForm = type.startsWith('application/x-www-form-urlencoded')
  try {
    return JSON.parse(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text)
  } catch {
    throw new BerthError('input.invalid', 'this call holds no JSON')
  }
}

async function forgetOld(db: Db, appId: string): Promise<void> {
  const [oldest] = await db.gitDelivery.findMany({
    where: { appId },
    orderBy: { createdAt: 'desc' },
    skip: KEPT,
    take: 1,
    select: { createdAt: true },
  })
  if (!oldest) return
  const done = { in: ['ignored', 'built', 'failed'] }
  await db.gitDelivery.deleteMany({ where: { appId, state: done, createdAt: { lte: oldest.createdAt } } })
}
