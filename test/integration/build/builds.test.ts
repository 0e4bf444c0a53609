import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { inspect } from 'node:util'
import ssh2 from 'ssh2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuildMoment, type BuildService, createBuildService, followBuild } from '@berth/build/service'
import { newId } from '@berth/core'
import { forTenant } from '@berth/db'
import { privateKeyFrom } from '@berth/git/key'
import type { BuildReport, BuildSpec } from '@berth/protocol'
import { eventually } from '../../support/eventually.ts'
import { type ControlPlane, createTenant, startControlPlane } from '../control/support/control-plane.ts'
import { pushImage } from '../control/support/push-image.ts'
import { connectAgent, runs, type ScriptedAgent } from '../control/support/scripted-agent.ts'

const SECRET = 'hunter2-hunter2'
const origin = { kind: 'folder', name: 'shop' } as const
const recipe = { kind: 'auto', args: {}, labels: {}, noCache: false, secrets: [] } as const

let plane: ControlPlane
let builds: BuildService
let node: { nodeId: string; token: string }
let agent: ScriptedAgent
let stranger: ControlPlane['caller']

beforeAll(async () => {
  plane = await startControlPlane()
  const { db, client: secrets, deploy } = plane
  builds = createBuildService({ db, secrets, ensureApp: (target) => deploy.ensureApp(target) })
  node = await plane.addNode('one')
  stranger = await createTenant(db, 'rival')
  await plane.startControl()
  agent = await connect()
})

afterAll(async () => {
  await agent?.close()
  await plane?.stop()
})

const connect = () =>
  connectAgent({
    ...{ socket: plane.socket, redisUrl: plane.redis.bareUrl, token: node.token, script: runs() },
  })

/** Asks control for a source, or sends it one, on its own socket. */
const ask = (method: string, path: string, token: string, body = '') => {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>()
  const headers = { authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body) }
  const sent = request({ socketPath: plane.socket, method, path, headers }, (response) => {
    const { statusCode: status = 0 } = response
    textOf(response).then((text) => resolve({ status, text }), reject)
  })
  sent.on('error', reject)
  sent.end(body)
  return promise
}

const ticketOf = ({ tenant, by }: ControlPlane['caller']) =>
  plane.tickets.sign({ act: 'source', tenantId: tenant.id, by })

async function sourceOf(content: string): Promise<string> {
  const { text } = await ask('PUT', '/api/v1/sources', ticketOf(plane.caller), content)
  return String(Reflect.get(Object(JSON.parse(text)), 'id'))
}

/** The first value that is there. */
async function until<T>(find: () => Promise<T | undefined>): Promise<T> {
  let found: T | undefined
  await eventually(async () => (found = await find()) !== undefined)
  if (found === undefined) throw new Error('it went again')
  return found
}

type More = { env?: Record<string, string>; wish?: object; ssh?: Record<string, string | null> }

const start = async (app: string, more: More = {}) =>
  builds.startApp({
    ...{ ...plane.caller, app, origin, recipe: { ...recipe, args: {}, labels: {}, secrets: [] } },
    ...{ source: await sourceOf(`archive of ${app} ${randomUUID()}`), env: more.env, wish: { ...more.wish } },
    ssh: more.ssh,
  })

const read = (id: string) => builds.get({ ...plane.caller, id })

/** What the node is told of a build, once it is. */
async function specOf(id: string, desired: BuildSpec['desired'] = 'built'): Promise<BuildSpec> {
  return until(async () => {
    const { builds: specs } = await agent.peer.call('build.specs', {})
    return specs.find((spec) => spec.id === id && spec.desired === desired)
  })
}

const report = (
  { id, generation }: BuildSpec,
  state: BuildReport['state'],
  more: Partial<BuildReport> = {},
) =>
  agent.peer.call('build.report', {
    ...{ id, generation, state, warnings: [], ran: 0, cached: 0, outputLost: 0 },
    ...more,
  })

const print = ({ id, generation }: BuildSpec, seq: number, text: string | Buffer) =>
  agent.peer.call('build.output', {
    ...{ id, generation, seq, at: new Date().toISOString() },
    data: Buffer.from(text).toString('base64'),
  })

/** As if the node had pushed it. */
const pushed = (spec: BuildSpec) =>
  pushImage(plane.db, {
    ...{ tenantId: plane.caller.tenant.id, name: spec.target.repository, tag: newId('build'), ports: [8080] },
  })

/** Out of the way of the tests that follow. */
async function finish(id: string): Promise<void> {
  const { state } = await read(id)
  if (state === 'queued' || state === 'running') await builds.cancel({ ...plane.caller, id })
  const spec = (await agent.peer.call('build.specs', {})).builds.find((one) => one.id === id)
  if (spec) await report(spec, 'canceled')
}

test('a folder becomes a source, a build on a node, an image and a release that knows its build', async () => {
  const { id } = await start('shop', { wish: { port: 8080 } })
  const spec = await specOf(id)
  expect(spec).toMatchObject({ target: { repository: 'acme/shop', tag: 'latest' }, app: { name: 'shop' } })
  await report(spec, 'running')
  await print(spec, 0, 'step 1\n')

  const { source, target } = await agent.peer.call('build.token', { id })
  const archive = await ask('GET', new URL(source.url).pathname, source.token)
  expect(archive.text).toContain('archive of shop')
  expect(target.repository).toBe('acme/shop')

  const digest = await pushed(spec)
  await report(spec, 'succeeded', { digest, ran: 2, cached: 1 })
  const build = await until(async () => {
    const one = await read(id)
    return one.deployId === null ? undefined : one
  })
  expect(build).toMatchObject({ state: 'succeeded', digest, release: 1, ran: 2, cached: 1 })
  const release = await plane.db.release.findFirstOrThrow({ where: { buildId: id } })
  expect(release).toMatchObject({ digest, port: 8080, repository: 'acme/shop' })
  const moments: BuildMoment[] = []
  const follow = { db: forTenant(plane.db, plane.caller.tenant.id), hints: { watch: () => () => undefined } }
  for await (const moment of followBuild(follow, id)) moments.push(moment)
  expect(moments.at(0)).toEqual({ kind: 'output', text: 'step 1\n' })
  expect(moments.at(-1)).toMatchObject({ kind: 'state', build: { state: 'succeeded' } })
})

test('what files of a source ask for is deployed with its build, below what was asked for with it, and shown to nobody', async () => {
  const { id } = await start('filed', { env: { B: 'asked' }, wish: { cpu: 0.25 } })
  const spec = await specOf(id)
  const wish = {
    ...{ port: 3000, onlyProcesses: true, env: { A: 'of-a-file', B: 'of-a-file' } },
    processes: { web: { replicas: 2 }, worker: { command: ['work'], limits: { memory: 32 * 1024 ** 2 } } },
  }
  await report(spec, 'running', { settings: { wish, defaults: { A: 'default', C: 'default' } } })
  await report(spec, 'succeeded', { digest: await pushed(spec) })
  const build = await until(async () => {
    const one = await read(id)
    return one.deployId === null ? undefined : one
  })
  const release = await plane.db.release.findFirstOrThrow({ where: { buildId: id } })
  expect(release).toMatchObject({
    port: 3000,
    processes: { web: { replicas: 2 }, worker: { command: ['work'], replicas: 1 } },
    cpu: 0.25,
  })
  expect(await plane.deploy.env({ ...plane.caller, app: 'filed' })).toEqual({
    ...{ A: 'of-a-file', B: 'asked', C: 'default' },
  })
  expect(JSON.stringify(build)).not.toContain('of-a-file')
})

test('a key that a build may sign with goes to its node alone, and is forgotten when it has ended', async () => {
  const { private: key } = ssh2.utils.generateKeyPairSync('ed25519')
  const { id } = await start('signs', { ssh: { other: key } })
  const spec = await specOf(id)
  expect(spec.ssh).toEqual({ other: key })
  const row = await plane.db.build.findUniqueOrThrow({ where: { id } })
  expect(inspect(row, { depth: null })).not.toContain('OPENSSH')
  await report(spec, 'running')
  await report(spec, 'failed')
  expect(await plane.db.build.findUniqueOrThrow({ where: { id } })).toMatchObject({ ssh: {} })
  await expect(start('signs', { ssh: { other: 'no key' } })).rejects.toThrow('that is no private SSH key')
  await expect(start('signs', { ssh: { default: null } })).rejects.toThrow('the app has no deploy key')
})

test('the deploy key of an app is what its builds sign with, unless another was given', async () => {
  const { appId } = await plane.db.build.findFirstOrThrow({ where: { app: { name: 'signs' } } })
  const seed = Buffer.alloc(32, 9)
  const { keySeed = '' } = await plane.client.seal(plane.caller.tenant.id, {
    keySeed: seed.toString('base64'),
  })
  await plane.db.gitRemote.create({ data: { appId: appId ?? '', keySeed, updatedBy: 'me' } })
  const usual = await start('signs', { ssh: { default: null } })
  expect((await specOf(usual.id)).ssh).toEqual({ default: privateKeyFrom(seed) })
  await finish(usual.id)
  const { private: key } = ssh2.utils.generateKeyPairSync('ed25519')
  const other = await start('signs', { ssh: { default: key } })
  expect((await specOf(other.id)).ssh).toEqual({ default: key })
  await finish(other.id)
})

test('a newer build of an app takes the place of the one that runs, which never succeeds any more', async () => {
  const older = await start('fast')
  const spec = await specOf(older.id)
  await report(spec, 'running')
  const newer = await start('fast')
  expect(await read(newer.id)).toMatchObject({ state: 'queued', wait: { for: 'ending' } })
  const told = await specOf(older.id, 'canceled')
  expect(await print(spec, 0, 'still here')).toEqual({ stop: true })
  await report(spec, 'succeeded', { digest: await pushed(spec) })
  expect((await read(older.id)).state).toBe('canceling')
  await report(told, 'canceled')
  expect(await read(older.id)).toMatchObject({
    state: 'canceled',
    failure: { kind: 'canceled', message: `superseded by build ${newer.id}` },
  })
  await specOf(newer.id)
  await finish(newer.id)
})

test('a build that waits is canceled at once, and one that has ended is not canceled again', async () => {
  const running = await start('first')
  await specOf(running.id)
  const waiting = await start('second')
  expect((await builds.cancel({ ...plane.caller, id: waiting.id })).state).toBe('canceled')
  await expect(builds.cancel({ ...plane.caller, id: waiting.id })).rejects.toMatchObject({
    code: 'build.ended',
  })
  await finish(running.id)
})

test('what is secret does not show in the output, also when it is cut between two pieces', async () => {
  const { id } = await start('quiet', { env: { KEY: SECRET } })
  const spec = await specOf(id)
  await report(spec, 'running')
  await print(spec, 0, `key ${SECRET} and ${SECRET.slice(0, 6)}`)
  await print(spec, 1, `${SECRET.slice(6)}.`)
  await print(spec, 1, 'sent again')
  const { text, next } = await builds.output({ ...plane.caller, id, from: 0 })
  expect(text).toBe(`key ${'*'.repeat(15)} and ${'*'.repeat(15)}.`)
  expect(next).toBe(2)
  await report(spec, 'failed', { failure: { kind: 'step', message: `exit 1: ${SECRET}` } })
  expect((await read(id)).failure?.message).toBe(`exit 1: ${'*'.repeat(15)}`)
})

test('of what a build prints eight mebibytes are kept, and the rest is counted', async () => {
  const { id } = await start('loud')
  const spec = await specOf(id)
  await report(spec, 'running')
  const piece = Buffer.alloc(64 * 1024, 'x')
  // as if 126 of them had come
  await plane.db.build.update({ where: { id }, data: { outputBytes: 126n * BigInt(piece.length) } })
  for (let seq = 0; seq < 5; seq++) await print(spec, seq, piece)
  const row = await plane.db.build.findUniqueOrThrow({ where: { id } })
  expect(Number(row.outputBytes)).toBe(8 * 1024 ** 2)
  expect(Number(row.outputLost)).toBe(3 * piece.length)
  await finish(id)
})

test('an image that did not arrive is no success', async () => {
  const { id } = await start('liar')
  const spec = await specOf(id)
  await report(spec, 'succeeded', { digest: `sha256:${'0'.repeat(64)}` })
  expect(await read(id)).toMatchObject({ state: 'failed', failure: { kind: 'push' } })
})

test('what was built and cannot be deployed says why', async () => {
  const { id } = await start('huge', { wish: { memory: 1024 ** 4 } })
  const spec = await specOf(id)
  await report(spec, 'succeeded', { digest: await pushed(spec) })
  const failed = await until(async () => ((await read(id)).state === 'failed' ? read(id) : undefined))
  expect(failed.failure).toMatchObject({ kind: 'deploy', message: expect.stringContaining('memory') })
})

test('a node speaks only of builds that it was given', async () => {
  const { id } = await start('mine')
  const spec = await specOf(id)
  const other = await plane.addNode('other')
  const foreign = await connectAgent({
    ...{ socket: plane.socket, redisUrl: plane.redis.bareUrl, token: other.token, script: runs() },
  })
  try {
    expect((await foreign.peer.call('build.specs', {})).builds).toEqual([])
    const unknown = expect.objectContaining({ code: 'build.not_found' })
    await expect(foreign.peer.call('build.token', { id })).rejects.toEqual(unknown)
    await expect(
      foreign.peer.call('build.report', { id, generation: spec.generation, state: 'failed' }),
    ).rejects.toEqual(unknown)
  } finally {
    await foreign.close()
    await plane.db.node.update({ where: { id: other.nodeId }, data: { state: 'offline' } })
  }
  await finish(id)
})

test('another tenant sees nothing of a build, and cannot build from its source', async () => {
  const { id } = await start('private')
  const { sourceId } = await plane.db.build.findUniqueOrThrow({ where: { id } })
  const notFound = { code: 'build.not_found' }
  await expect(builds.get({ ...stranger, id })).rejects.toMatchObject(notFound)
  await expect(builds.output({ ...stranger, id, from: 0 })).rejects.toMatchObject(notFound)
  await expect(builds.cancel({ ...stranger, id })).rejects.toMatchObject(notFound)
  expect(await builds.list(stranger)).toEqual([])
  const foreign = { ...stranger, app: 'stolen', source: sourceId ?? '', origin, wish: {} }
  await expect(
    builds.startApp({ ...foreign, recipe: { ...recipe, args: {}, labels: {}, secrets: [] } }),
  ).rejects.toMatchObject({ code: 'source.not_found' })
  await finish(id)
})

test('a source wants a ticket for it, and its digest is checked', async () => {
  const put = (token: string, query = '') => ask('PUT', `/api/v1/sources${query}`, token, 'x')
  expect((await put('nothing')).status).toBe(401)
  expect((await put(plane.tickets.sign({ act: 'seal', tenantId: plane.caller.tenant.id }))).status).toBe(403)
  expect((await put(ticketOf(plane.caller), `?digest=sha256:${'0'.repeat(64)}`)).status).toBe(400)
  expect((await ask('GET', `/api/v1/sources/sha256:${'0'.repeat(64)}`, '1.x')).status).toBe(401)
})

test('control that is killed between build and deploy deploys once when it is back', async () => {
  const { id } = await start('twice')
  const spec = await specOf(id)
  await report(spec, 'running')
  const digest = await pushed(spec)
  await plane.killControl()
  // as if it had died right after the report
  await plane.db.build.update({ where: { id }, data: { state: 'succeeded', digest, endedAt: new Date() } })
  await agent.close()
  await plane.startControl()
  agent = await connect()
  await eventually(async () => (await read(id)).deployId !== null)
  // and once more, as if it had died before it noted the deploy
  await plane.db.build.update({ where: { id }, data: { deployId: null } })
  await eventually(async () => (await read(id)).deployId !== null)
  expect(await plane.db.release.count({ where: { buildId: id } })).toBe(1)
})

test('a build whose node is gone goes on at another, where its output goes on', async () => {
  const { id } = await start('moved')
  const spec = await specOf(id)
  await report(spec, 'running')
  await print(spec, 0, 'first node\n')
  await plane.db.build.update({ where: { id }, data: { nodeId: null } }) // its node was removed
  const again = await until(async () => {
    const { builds: specs } = await agent.peer.call('build.specs', {})
    return specs.find((one) => one.id === id && one.generation > spec.generation)
  })
  expect(again.outputSeq).toBe(1)
  expect(await print(spec, 1, 'too late')).toEqual({ stop: true })
  await print(again, 1, 'second node\n')
  expect((await builds.output({ ...plane.caller, id, from: 0 })).text).toBe('first node\nsecond node\n')
  await finish(id)
})
