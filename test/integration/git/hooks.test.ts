import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toBerthError } from '@berth/core'
import { buildRecipeSchema, type FetchedSource } from '@berth/protocol'
import { createLog } from '@berth/log'
import { createBuildService, receiveSource } from '@berth/build/service'
import { createDeliveryRunner, createTakeDelivery, type FetchSource } from '@berth/push'
import { createGitHooks, createGitRemotes } from '@berth/push/remote'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureApp, type GitFixture, startGitService } from './git-fixture.ts'

const COMMIT = 'b'.repeat(40)

let fixture: GitFixture
let server: Server
let runner: ReturnType<typeof createDeliveryRunner>
let hook: { url: string; secret: string }
let app: string
/** No two moments are the same. */
let moment = Date.now()
const clock = { now: () => new Date((moment += 1)) }
const log = createLog({ name: 'hooks', level: 'error' })
const plain = async (_tenantId: string, values: Readonly<Record<string, string>>) => ({ ...values })
const caller = () => ({ tenant: { id: fixture.tenantId, name: 'acme' }, by: fixture.owner.email })
/** where the branch of the other git server is */
let head = COMMIT
/** what a fetch waits for */
let held: Promise<void> = Promise.resolve()
let fetching = 0
/** in place of the other git server, which remote.test.ts has */
const fetchSource: FetchSource = async ({ tenantId, by, branch, url }): Promise<FetchedSource> => {
  const commit = head
  fetching += 1
  await held
  fetching -= 1
  async function* content() {
    yield Buffer.from('an archive')
  }
  const { id } = await receiveSource(
    { db: fixture.db, store: fixture.sources },
    { tenantId, by, content: content() },
  )
  const origin = {
    kind: 'git' as const,
    commit,
    branch: branch ?? 'main',
    subject: 's',
    author: 'a',
    url,
  }
  return { source: id, origin, sourceDateEpoch: 1, hostKeys: '', submodules: [] }
}

beforeAll(async () => {
  fixture = await startGitService()
  const { db } = fixture
  const take = createTakeDelivery({ db, open: plain, clock })
  server = createServer((request, response) => {
    take(request).then(
      (taken) => response.end(JSON.stringify(taken)),
      (thrown: unknown) => response.writeHead(400).end(toBerthError(thrown).code),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const builds = createBuildService({
    ...{ db, secrets: { seal: plain, open: plain } },
    ensureApp: (target) => ensureApp(db, target),
  })
  const startBuild = (request: Parameters<typeof builds.startApp>[0]) => builds.startApp(request)
  runner = createDeliveryRunner({ db, fetch: fetchSource, startBuild, clock, log })
})
beforeEach(async () => {
  app = `a${randomUUID().slice(0, 8)}`
  head = '1'.repeat(40)
  const remotes = createGitRemotes({
    ...{ db: fixture.db, seal: plain, fetch: fetchSource },
    ensureApp: (target) => ensureApp(fixture.db, target),
    startBuild: (request) =>
      createBuildService({
        ...{ db: fixture.db, secrets: { seal: plain, open: plain } },
        ensureApp: (target) => ensureApp(fixture.db, target),
      }).startApp(request),
  })
  const url = 'https://git.test/acme/shop.git'
  await remotes.deploy({ ...caller(), app, url, recipe: buildRecipeSchema.parse({}), wish: {} })
  hook = await service().renew({ ...caller(), app })
  head = COMMIT
})
afterAll(async () => {
  await runner.idle()
  server.closeAllConnections()
  server.close()
  await fixture.close()
})

const service = () =>
  createGitHooks({
    ...{ db: fixture.db, seal: plain },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  })
const deliveries = async () => (await service().get({ ...caller(), app })).deliveries
const push = (branch = 'main', after = COMMIT) =>
  JSON.stringify({ ref: `refs/heads/${branch}`, before: '0'.repeat(40), after, repository: { name: 'shop' } })
const call = async (headers: Record<string, string>, body: string, to = hook.url) => {
  const answer = await fetch(to, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  return answer.text()
}
const signed = (body: string) => createHmac('sha256', hook.secret).update(body).digest('hex')
const github = (body: string, id: string = randomUUID(), event = 'push') => ({
  'x-github-event': event,
  'x-github-delivery': id,
  'x-hub-signature-256': `sha256=${signed(body)}`,
})

test.each([
  ['github', (body: string) => github(body)],
  [
    'gitea',
    (body: string) => ({
      ...github(body),
      ...{ 'x-gitea-event': 'push', 'x-gitea-delivery': randomUUID(), 'x-gitea-signature': signed(body) },
    }),
  ],
  [
    'gitlab',
    () => ({
      'x-gitlab-event': 'Push Hook',
      'x-gitlab-event-uuid': randomUUID(),
      'x-gitlab-token': hook.secret,
    }),
  ],
])('a push at %s is built once, however often it is told', async (provider, headersOf) => {
  const headers = headersOf(push())
  expect(await call(headers, push())).toContain('"waiting"')
  expect(await call(headers, push())).toContain('"known"')
  await runner.look()
  await runner.idle()
  const [delivery, ...more] = await deliveries()
  expect(more).toEqual([])
  expect(delivery).toMatchObject({ provider, branch: 'main', commit: COMMIT, state: 'built' })
  const build = await fixture.db.build.findUniqueOrThrow({ where: { id: delivery?.build ?? '' } })
  expect(build).toMatchObject({ createdBy: `hook:${provider}`, origin: { kind: 'git', branch: 'main' } })
})

test('a ping is answered, and of other branches, tags and deletes nothing is built', async () => {
  const bodies = [push('other'), push().replace('heads', 'tags'), push('main', '0'.repeat(40))]
  for (const body of bodies) expect(await call(github(body), body)).toContain('"ignored"')
  expect(await call(github('{}', randomUUID(), 'ping'), '{}')).toContain('hello')
  const form = `payload=${encodeURIComponent(push('other'))}`
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  expect(await call({ ...github(form), ...type }, form)).toContain('"ignored"')
  await runner.look()
  await runner.idle()
  expect((await deliveries()).map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'ignored'))
})

test('a delivery that failed is taken when it is sent again, and no other is', async () => {
  const headers = github(push())
  expect(await call(headers, push())).toContain('"waiting"')
  const deliveryId = headers['x-github-delivery']
  await fixture.db.gitDelivery.updateMany({ where: { deliveryId }, data: { state: 'failed', message: 'x' } })
  expect(await call(headers, push())).toContain('"waiting"')
  expect(await call(headers, push())).toContain('"known"')
  await fixture.db.gitDelivery.deleteMany({ where: { deliveryId } })
})

test('without the address, the signature or an id nothing is taken', async () => {
  const body = push()
  const elsewhere = hook.url.replace(/[^/]+$/, 'x'.repeat(32))
  expect(await call(github(body), body, elsewhere)).toBe('hook.not_found')
  expect(await call(github(body), body, hook.url.replace(/app_[a-z2-7]+/, 'app_nobody'))).toBe(
    'hook.not_found',
  )
  expect(await call(github(body), `${body} `)).toBe('hook.unsigned')
  expect(await call({ ...github(body), 'x-hub-signature-256': '' }, body)).toBe('hook.unsigned')
  expect(await call({ 'x-github-event': 'push' }, body)).toBe('input.invalid')
  const old = hook
  hook = await service().renew({ ...caller(), app })
  expect(await call(github(body), body, old.url)).toBe('hook.not_found')
  await service().remove({ ...caller(), app })
  expect(await call(github(body), body)).toBe('hook.not_found')
  expect(await deliveries()).toEqual([])
})

test('of several pushes that wait the newest is fetched, and one whose process was killed is given up', async () => {
  for (const letter of ['c', 'd']) {
    const body = push('main', letter.repeat(40))
    expect(await call(github(body), body)).toContain('"waiting"')
  }
  const { id: appId } = await fixture.db.app.findFirstOrThrow({ where: { name: app } })
  const lost = { appId, provider: 'github', deliveryId: 'lost', event: 'push', state: 'running' }
  await fixture.db.gitDelivery.create({
    data: { id: 'dlv_lost', ...lost, aliveAt: new Date(0), createdAt: new Date(0) },
  })
  await runner.look()
  await runner.idle()
  expect((await deliveries()).map(({ state }) => state)).toEqual(['built', 'ignored', 'failed'])
})

const told = async (letter: string) => {
  head = letter.repeat(40)
  const body = push('main', head)
  expect(await call(github(body), body)).toContain('"waiting"')
}
const buildsOf = async () => {
  const builds = await fixture.db.build.findMany({
    where: { app: { name: app }, createdBy: 'hook:github' },
    orderBy: { createdAt: 'asc' },
  })
  return builds.map(({ origin }) => (origin as { commit: string }).commit.slice(0, 1))
}

test('a push that comes while another is fetched waits for it, so that the newer is built last', async () => {
  const hold = Promise.withResolvers<void>()
  held = hold.promise
  await told('c')
  await runner.look()
  await expect.poll(() => fetching).toBe(1)
  await told('d')
  await runner.look()
  const states = (await deliveries()).map(({ state }) => state)
  hold.resolve()
  await runner.idle()
  await runner.look()
  await runner.idle()
  expect(states).toEqual(['waiting', 'running'])
  expect(await buildsOf()).toEqual(['c', 'd'])
})

test('what is played again under another name builds nothing, and is told with the build that there is', async () => {
  for (let i = 0; i < 2; i++) {
    await told('c')
    await runner.look()
    await runner.idle()
  }
  expect(await buildsOf()).toEqual(['c'])
  const [again, first] = await deliveries()
  expect(again).toMatchObject({ state: 'built', build: first?.build })
})

test('a branch that is chosen while code is fetched stays', async () => {
  const hold = Promise.withResolvers<void>()
  held = hold.promise
  await told('c')
  await runner.look()
  await expect.poll(() => fetching).toBe(1)
  await fixture.db.app.updateMany({ where: { name: app }, data: { deployBranch: 'next' } })
  hold.resolve()
  await runner.idle()
  const { deployBranch } = await fixture.db.app.findFirstOrThrow({ where: { name: app } })
  expect(deployBranch).toBe('next')
})
