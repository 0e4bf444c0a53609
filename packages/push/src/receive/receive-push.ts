import { toBerthError } from '@berth/core'
import type { Tx } from '@berth/db'
import {
  checkTips,
  createSideband,
  openQuarantine,
  type Quarantine,
  type ReceivedPack,
  type ReceiveRequest,
  readPktLines,
  readReceiveRequest,
  type RefResult,
  type RefUpdate,
  reportStatus,
  type Sideband,
} from '@berth/git'
import type { PushDeps } from '../deps.ts'
import type { Pusher } from '../ports.ts'
import { inRepository, moveRefs } from '../store/move-refs.ts'
import type { OpenRepository } from '../store/repositories.ts'
import { acceptPack, type StoredPack } from './accept-pack.ts'
import { buildPush } from './build-push.ts'
import { checkNames, refuseUpdates } from './check-updates.ts'
import { patiently } from './patiently.ts'
import { chooseDeployBranch } from './deploy-branch.ts'
import { roomLeft } from './room-left.ts'

export type PushConversation = {
  readonly pusher: Pusher
  /** name, checked before */
  readonly app: string
  readonly input: AsyncIterable<Uint8Array>
  /** of no effect when the pusher is gone */
  readonly write: (bytes: Buffer) => void
  /** takes in what was not read of a push that is refused, where its client hears nothing before */
  readonly beforeAnswer?: () => Promise<void>
  /** whether it may still push, asked again when it had to wait. Errors: auth.* */
  readonly checkRight: () => Promise<void>
}

const ALIVE_MS = 5000
/** git says nothing while it packs what it sends. */
const PATIENCE = { idleMs: 5 * 60_000, allMs: 30 * 60_000 }

/** Takes one `git push`: gitprotocol-pack(5), after the refs were told. Errors: input.invalid, before anything was answered. */
export async function receivePush(deps: PushDeps, conversation: PushConversation): Promise<void> {
  const lines = readPktLines(patiently(conversation.input, PATIENCE))
  const request = await readReceiveRequest(lines)
  if (request === undefined) return
  const sideband = createSideband(conversation.write, { banded: request.capabilities.has('side-band-64k') })
  const alive = setInterval(() => sideband.alive(), ALIVE_MS)
  try {
    sideband.report(await take(deps, conversation, { request, sideband, rest: () => lines.rest() }))
  } finally {
    clearInterval(alive)
  }
}

type Talk = {
  readonly request: ReceiveRequest
  readonly sideband: Sideband
  readonly rest: () => AsyncIterable<Uint8Array>
}

/** The report; every error becomes a part of it. */
async function take(deps: PushDeps, conversation: PushConversation, talk: Talk): Promise<Buffer> {
  const { updates } = talk.request
  const all = (why: string) => updates.map(({ name }) => ({ name, why }))
  let quarantine: Quarantine | undefined
  try {
    checkNames(updates)
    const app = await deps.apps.ensureApp({ ...conversation.pusher, app: conversation.app })
    const repository = await deps.repositories.open(app.id)
    quarantine = await openQuarantine(repository.folder)
    const held = { repository, quarantine }
    const receive = () => receiveObjects(deps, held, talk)
    const pack = await deps.turns.run(conversation.pusher.tenant.id, receive)
    const results = await decide(deps, conversation, { ...talk, app, repository, quarantine, pack })
    return reportStatus(null, results)
  } catch (thrown) {
    const error = toBerthError(thrown)
    if (error.kind === 'internal') deps.log.error({ err: error.cause ?? error }, 'a push failed')
    await conversation.beforeAnswer?.()
    talk.sideband.say(` !     ${error.message}\n`)
    return reportStatus(error.code.startsWith('git.') ? error.message : null, all(error.message))
  } finally {
    await quarantine?.discard()
  }
}

async function receiveObjects(
  deps: PushDeps,
  { repository, quarantine }: { readonly repository: OpenRepository; readonly quarantine: Quarantine },
  { request, rest }: Talk,
): Promise<ReceivedPack | undefined> {
  const tips = request.updates.flatMap(({ name, new: commit }) => (commit === null ? [] : [{ name, commit }]))
  if (tips.length === 0) return undefined
  const pack = await quarantine.receive(rest(), { maxBytes: await roomLeft(deps, repository) })
  const objects = { repository: repository.folder, env: quarantine.env }
  await checkTips(objects, tips, repository.refs.values())
  return pack
}

type Received = Talk & {
  readonly app: { readonly id: string; readonly name: string }
  readonly repository: OpenRepository
  readonly quarantine: Quarantine
  readonly pack: ReceivedPack | undefined
}

async function decide(
  deps: PushDeps,
  conversation: PushConversation,
  received: Received,
): Promise<RefResult[]> {
  const { request, repository, sideband, app, quarantine } = received
  const branch = chooseDeployBranch(repository, request.updates)
  const refused = refuseUpdates(repository.refs, request.updates, branch)
  if (refused.length > 0 && request.capabilities.has('atomic'))
    return request.updates.map(
      ({ name }) =>
        refused.find((one) => one.name === name) ?? { name, why: 'another part of this push was refused' },
    )
  const good = request.updates.filter(({ name }) => !refused.some((one) => one.name === name))
  const deployed = good.find(({ name }) => name === `refs/heads/${branch}`)
  const others = good.filter((update) => update !== deployed)
  if (branch !== repository.deployBranch)
    await deps.db.app.update({ where: { id: app.id }, data: { deployBranch: branch } })
  if (others.length > 0) await keepAtOnce(deps, received, others)
  sayStored(sideband, { app: app.name, branch, others, builds: deployed !== undefined })
  if (deployed === undefined || deployed.new === null) return [...good.map(done), ...refused]
  const why = await buildPush(deps, {
    ...{ pusher: conversation.pusher, checkRight: conversation.checkRight },
    ...{ app, repository, branch, pack: received.pack, env: quarantine.env },
    shared: others.some(({ new: next }) => next !== null),
    update: { ...deployed, new: deployed.new },
    say: (text) => sideband.say(text),
  })
  return [...others.map(done), { name: deployed.name, why }, ...refused]
}

/** Refs that nothing is built of. Error: git.ref_moved. */
async function keepAtOnce(
  deps: PushDeps,
  { app, repository, pack }: Received,
  updates: readonly RefUpdate[],
): Promise<void> {
  const needed = updates.some(({ new: next }) => next !== null)
  const write = async (tx: Tx, stored?: StoredPack) => {
    const key = stored && { appId: app.id, digest: stored.digest }
    if (key)
      await tx.gitPack.upsert({
        where: { appId_digest: key },
        create: { ...key, size: BigInt(stored.size) },
        update: {},
      })
    await moveRefs(tx, app.id, updates, deps.clock.now())
  }
  if (pack && needed) return acceptPack(deps, repository, pack, write)
  await inRepository(deps.db, repository, write)
}

function sayStored(
  sideband: Sideband,
  push: {
    readonly app: string
    readonly branch: string
    readonly others: readonly RefUpdate[]
    readonly builds: boolean
  },
): void {
  const kept = push.others
    .filter(({ new: next }) => next !== null)
    .map(({ name }) => name.replace(/^refs\/\w+\//, ''))
  if (kept.length === 0) return
  sideband.say(
    `-----> stored and not deployed: ${kept.slice(0, 20).join(', ')}${kept.length > 20 ? ', …' : ''}\n`,
  )
  if (!push.builds)
    sideband.say(
      `       ${push.app} is deployed from its branch ${push.branch}: git push <remote> ${kept[0]}:${push.branch}\n`,
    )
}

function done({ name }: RefUpdate): RefResult {
  return { name, why: null }
}
