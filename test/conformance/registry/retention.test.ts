import { newId } from '@berth/core'
import { createImageRules, type ImageRules, runAllRetention } from '@berth/registry'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { clientOf, OCI_INDEX, OCI_MANIFEST } from './client.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

const DAY_MS = 24 * 60 * 60_000

let registry: RegistryFixture
let authorization: string
let tenantId: string
let later = 0
const clock = { now: () => new Date(Date.now() + later) }
const acting = () => ({ tenantId, by: 'ann@acme.test', ip: null })
const rules = (): ImageRules => createImageRules({ db: registry.db, clock })
const keep = (own: object) => ({
  repositories: '*',
  tags: '*',
  keepLast: null,
  keepPushedDays: null,
  keepPulledDays: null,
  untaggedDays: null,
  ...own,
})

beforeAll(async () => {
  registry = await startRegistry()
  const { token } = await registry.tokenOf('owner@acme.test')
  authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
  tenantId = (await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })).id
})
afterAll(() => registry.close())
beforeEach(async () => {
  later = 0
  await registry.db.app.deleteMany()
  await registry.db.repository.deleteMany()
  await registry.db.retentionRule.deleteMany()
  await registry.db.tagRule.deleteMany()
  await registry.db.audit.deleteMany()
})

const client = (repository = 'acme/web') =>
  clientOf({ url: registry.url, repository: () => repository, headers: async () => ({ authorization }) })
const tags = async () =>
  (await registry.db.tag.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name)
const used = async () => (await rules().usage(tenantId)).used

/** An app whose release runs a digest. */
async function runs(digest: string): Promise<void> {
  const project = await registry.db.project.findFirstOrThrow({ where: { tenantId } })
  const id = newId('app')
  await registry.db.app.create({
    data: { id, tenantId, projectId: project.id, name: `app-${digest.slice(7, 12)}` },
  })
  const limits = { cpu: 1, memory: 1n, pids: 1, disk: 1n }
  const texts = { image: 'web', repository: 'acme/web', digest, kin: 'x', createdBy: 'ann' }
  const settings = { processes: {}, env: {}, health: {}, restart: {} }
  await registry.db.release.create({
    data: { id: newId('release'), appId: id, number: 1, ...texts, ...limits, ...settings },
  })
}

test('the preview tells of each tag why it goes or stays, and a run does just that', async () => {
  const { pushImage, call, at } = client()
  for (const version of ['v1', 'v2', 'v3', 'v4', 'v5']) await pushImage(version)
  await pushImage('latest')
  const { digest } = await pushImage('v1')
  await runs(digest)
  await pushImage('v9') // pushed again since: the newest are v9, v1, v5
  await rules().addTagRule(acting(), { repositories: '*', tags: 'v2', noOverwrite: false, noDelete: true })
  await rules().addRetentionRule(acting(), keep({ tags: 'v*', keepLast: 3 }))
  const preview = await rules().previewRetention({ tenantId })
  expect(Object.fromEntries(preview.tags.map(({ tag, verdict }) => [tag, verdict]))).toMatchObject({
    v1: { kind: 'used', by: expect.stringContaining('(1)') },
    v2: { kind: 'protected', by: 'ann@acme.test' },
    v3: { kind: 'goes' },
    v4: { kind: 'goes' },
    v5: { kind: 'last', count: 3 },
    v9: { kind: 'last', count: 3 },
    latest: { kind: 'unnamed' },
  })
  expect(preview).toMatchObject({ going: 2, images: 2, total: 7 })
  expect(preview.bytes).toBeGreaterThan(0)
  expect(await tags()).toHaveLength(7)
  expect(await rules().runRetention(acting())).toMatchObject({ tags: 2, images: 2, failed: 0 })
  expect(await tags()).toEqual(['latest', 'v1', 'v2', 'v5', 'v9'])
  expect((await call('GET', at(`manifests/${digest}`))).status).toBe(200)
  expect(await registry.db.audit.findFirst({ where: { action: 'retention.run' } })).toMatchObject({
    by: 'ann@acme.test',
    data: { tags: 2, images: 2 },
  })
  expect(await rules().retentionRules({ tenantId })).toMatchObject([{ lastRemoved: 2 }])
})

test('a rule is tried before it is made', async () => {
  const { pushImage } = client()
  for (const version of ['v1', 'v2']) await pushImage(version)
  expect(await rules().previewRetention({ tenantId }, keep({ keepLast: 1 }))).toMatchObject({ going: 1 })
  expect(await rules().runRetention(acting())).toMatchObject({ tags: 0 })
  await expect(rules().addRetentionRule(acting(), keep({}))).rejects.toThrow('keeps nothing')
  await expect(rules().addRetentionRule(acting(), keep({ tags: 'a b', keepLast: 1 }))).rejects.toThrow(
    'not a pattern',
  )
})

test('every day the platform runs the rules by itself, a new one after a day', async () => {
  const { pushImage } = client()
  await pushImage('v1')
  await rules().addRetentionRule(acting(), keep({ keepPushedDays: 1 }))
  const deps = { db: registry.db, clock, happenings: { note: async () => undefined } }
  const run = () => runAllRetention(deps, (_, error) => expect.unreachable(String(error)))
  await run()
  expect(await tags()).toEqual(['v1'])
  later = 1.5 * DAY_MS
  await run()
  expect(await tags()).toEqual([])
  expect(await registry.db.audit.findFirst({ where: { action: 'retention.run' } })).toMatchObject({
    by: 'platform',
  })
})

test('an index that goes takes its children along, and none that an app runs', async () => {
  const { pushImage, putManifest } = client()
  const children = [await pushImage('', {}, 'amd'), await pushImage('', {}, 'arm')]
  const manifests = children.map(({ digest, manifest }) => ({
    mediaType: OCI_MANIFEST,
    digest,
    size: manifest.length,
  }))
  await putManifest('v1', { schemaVersion: 2, mediaType: OCI_INDEX, manifests }, OCI_INDEX)
  await runs(children[0]?.digest ?? '')
  later = 10 * DAY_MS
  await rules().addRetentionRule(acting(), keep({ keepPushedDays: 5 }))
  expect(await rules().runRetention(acting())).toMatchObject({ tags: 1, images: 2 })
  const left = await registry.db.manifest.findMany()
  expect(left.map(({ digest }) => digest)).toEqual([children[0]?.digest])
})

test('of many repositories each is looked at once, however many are read together', async () => {
  const ids = Array.from({ length: 41 }, () => newId('repository'))
  const digests = [1, 2].map((n) => `sha256:${String(n).repeat(64)}`)
  await registry.db.repository.createMany({
    data: ids.map((id, i) => ({ id, name: `acme/r${i}`, tenantId })),
  })
  const all = ids.flatMap((repositoryId) => digests.map((digest, i) => ({ repositoryId, digest, i })))
  const [mediaType, content] = [OCI_MANIFEST, Buffer.from('{}')]
  await registry.db.manifest.createMany({
    data: all.map(({ repositoryId, digest }) => ({ repositoryId, digest, mediaType, size: 2n, content })),
  })
  const pushedAt = (i: number) => new Date(Date.now() - i * DAY_MS)
  await registry.db.tag.createMany({
    data: all.map(({ i, ...tag }) => ({ ...tag, name: `v${i}`, pushedAt: pushedAt(i) })),
  })
  await rules().addRetentionRule(acting(), keep({ keepLast: 1 }))
  expect(await rules().previewRetention({ tenantId })).toMatchObject({ total: 82, going: 41, images: 41 })
  expect(await rules().runRetention(acting())).toMatchObject({ tags: 41, images: 41, failed: 0 })
  expect(new Set(await tags())).toEqual(new Set(['v0']))
  expect(await rules().retentionRules({ tenantId })).toMatchObject([{ lastRemoved: 41 }])
})

test('prune takes what has no tag and is not new, and the bytes come back', async () => {
  const { pushImage, pushBlob, call, at } = client()
  const kept = await pushImage('v1')
  const first = await used()
  await pushImage('', {}, 'nobody')
  await pushBlob(Buffer.from('a layer of an image that never came'))
  expect(await rules().planPrune({ tenantId })).toEqual({ images: 0, layers: 0, bytes: 0 })
  later = 2 * 60 * 60_000
  expect(await rules().planPrune({ tenantId })).toMatchObject({ images: 1, layers: 1 })
  expect(await rules().prune(acting())).toMatchObject({ images: 1, layers: 3 })
  expect(await used()).toBe(first)
  expect((await call('GET', at(`blobs/${kept.layer.digest}`))).status).toBe(200)
})

test('a token for named repositories sees and prunes those alone, and no layer that another one links', async () => {
  const [web, other] = [client(), client('acme/other')]
  await web.pushImage('v1')
  for (const pusher of [web, other]) {
    await pusher.pushImage('', {}, `nobody in ${pusher.at('')}`)
    await pusher.pushBlob(Buffer.from('in both'))
  }
  await web.pushBlob(Buffer.from('in web alone'))
  later = 2 * 60 * 60_000
  await rules().addRetentionRule(acting(), keep({ repositories: 'other', keepLast: 1 }))
  await rules().addTagRule(acting(), { repositories: 'w*', tags: 'v*', noOverwrite: true, noDelete: false })
  const viewer = { tenantId, only: ['acme/web'] }
  expect(await rules().retentionRules(viewer)).toEqual([])
  expect(await rules().tagRules(viewer)).toHaveLength(1)
  expect(await rules().previewRetention(viewer)).toMatchObject({ total: 1 })
  expect(await rules().planPrune(viewer)).toMatchObject({ images: 1 })
  expect(await rules().prune({ ...acting(), ...viewer })).toMatchObject({ images: 1 })
  expect(await rules().planPrune(viewer)).toEqual({ images: 0, layers: 0, bytes: 0 })
  expect(await registry.db.manifest.count({ where: { repository: { name: 'acme/other' } } })).toBe(1)
  expect(await rules().planPrune({ tenantId })).toMatchObject({ images: 1, layers: 1 })
})

test('a public repository is pulled by anybody at once, and a private one by nobody else within seconds', async () => {
  const { pushImage } = client()
  const { layer } = await pushImage('v1')
  const anonymous = clientOf({ url: registry.url, repository: () => 'acme/web', headers: async () => ({}) })
  const status = async () => (await anonymous.call('GET', anonymous.at(`blobs/${layer.digest}`))).status
  expect(await status()).toBe(401)
  await rules().setPublic(acting(), 'acme/web', true)
  await expect.poll(status, { timeout: 5000 }).toBe(200)
  await rules().setPublic(acting(), 'acme/web', false)
  await expect.poll(status, { timeout: 5000 }).toBe(401)
  const done = await registry.db.audit.findMany({ orderBy: { at: 'asc' } })
  expect(done.map(({ action }) => action)).toEqual(['image.made_public', 'image.made_private'])
  await expect(rules().setPublic(acting(), 'rival/web', true)).rejects.toThrow('there is no repository')
})

test('an image that gets a tag like sha-1a2b3c4 just before it would go stays with it', async () => {
  const { pushImage, putManifest } = client()
  const { digest, manifest } = await pushImage('')
  later = 2 * 60 * 60_000
  let tagged = 0
  const db = new Proxy(registry.db, {
    get: (target, key) => {
      if (key !== '$transaction') return Reflect.get(target, key)
      return async (work: Parameters<typeof target.$transaction>[0]) => {
        if (tagged++ === 0) await putManifest('sha-1a2b3c4', manifest)
        return target.$transaction(work)
      }
    },
  })
  expect(await createImageRules({ db, clock }).prune(acting())).toMatchObject({ images: 0 })
  expect(tagged).toBeGreaterThan(0)
  expect(await tags()).toEqual(['sha-1a2b3c4'])
  expect(await registry.db.manifest.count({ where: { digest } })).toBe(1)
})
