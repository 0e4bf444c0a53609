import { newId } from '@berth/core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { clientOf, OCI_INDEX, OCI_MANIFEST, sha256 } from './client.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
let authorization: string
let tenantId: string
beforeAll(async () => {
  registry = await startRegistry()
  const { token } = await registry.tokenOf('owner@acme.test')
  authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
  tenantId = (await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })).id
})
afterAll(() => registry.close())
beforeEach(async () => {
  await registry.db.tagRule.deleteMany()
})

const client = (repository: string) =>
  clientOf({ url: registry.url, repository: () => repository, headers: async () => ({ authorization }) })

const protect = (promises: { noOverwrite?: boolean; noDelete?: boolean }, tags = 'v*') =>
  registry.db.tagRule.create({
    data: { id: newId('tagRule'), tenantId, tags, createdBy: 'ann@acme.test', ...promises },
  })

test('a tag that may not move is not moved by a push, and the refusal says whose rule it is', async () => {
  const { pushImage, call, at } = client('acme/kept')
  const first = await pushImage('v1', {}, 'one')
  await protect({ noOverwrite: true })
  const second = await pushImage('v1', {}, 'two')
  expect(second.answer.status).toBe(403)
  expect(second.answer.json()).toMatchObject({
    errors: [
      {
        code: 'DENIED',
        message: expect.stringContaining(
          'kept:v1 may not be moved to another image: ann@acme.test protects *:v*',
        ),
      },
    ],
  })
  expect((await call('HEAD', at('manifests/v1'))).headers.get('docker-content-digest')).toBe(first.digest)
  // the same image again, a tag that is new, and one that no rule names
  expect((await pushImage('v1', {}, 'one')).answer.status).toBe(201)
  expect((await pushImage('v2', {}, 'two')).answer.status).toBe(201)
  expect((await pushImage('latest', {}, 'one')).answer.status).toBe(201)
  expect((await pushImage('latest', {}, 'two')).answer.status).toBe(201)
})

test('of pushes that make a protected tag at once one wins, and the others are refused', async () => {
  await protect({ noOverwrite: true })
  const { pushImage, call, at } = client('acme/race')
  const pushes = await Promise.all(['a', 'b', 'c', 'd'].map((seed) => pushImage('v1', {}, seed)))
  expect(pushes.map(({ answer }) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 403, 403, 403])
  const winner = pushes.find(({ answer }) => answer.status === 201)
  expect((await call('HEAD', at('manifests/v1'))).headers.get('docker-content-digest')).toBe(winner?.digest)
})

test('a tag that may not be deleted stays, also when its image is to be deleted; it may move', async () => {
  const { pushImage, call, at } = client('acme/stays')
  const { digest } = await pushImage('v1', {}, 'one')
  await protect({ noDelete: true })
  expect((await call('DELETE', at('manifests/v1'))).status).toBe(403)
  expect((await call('DELETE', at(`manifests/${digest}`))).status).toBe(403)
  expect((await call('GET', at('manifests/v1'))).status).toBe(200)
  expect((await pushImage('v1', {}, 'two')).answer.status).toBe(201)
  expect((await call('DELETE', at(`manifests/${digest}`))).status).toBe(202)
})

test('a tag that may not move may be deleted', async () => {
  const { pushImage, call, at } = client('acme/expires')
  await pushImage('v1', {}, 'one')
  await protect({ noOverwrite: true })
  expect((await call('DELETE', at('manifests/v1'))).status).toBe(202)
})

test('what a protected tag is made of may not be deleted: images of its index, layers of those', async () => {
  const { pushImage, putManifest, call, at } = client('acme/whole')
  const child = await pushImage('', {}, 'child')
  const entry = { mediaType: OCI_MANIFEST, digest: child.digest, size: child.manifest.length }
  const index = (manifests: unknown[]) => ({ schemaVersion: 2, mediaType: OCI_INDEX, manifests })
  expect((await putManifest('inner', index([entry]), OCI_INDEX)).status).toBe(201)
  const inner = await call('GET', at('manifests/inner'))
  const outer = index([{ mediaType: OCI_INDEX, digest: sha256(inner.body), size: inner.body.length }])
  expect((await putManifest('v1', outer, OCI_INDEX)).status).toBe(201)
  await protect({ noDelete: true })
  const parts = [
    `manifests/${sha256(inner.body)}`,
    `manifests/${child.digest}`,
    `blobs/${child.layer.digest}`,
  ]
  for (const part of parts) expect((await call('DELETE', at(part))).status).toBe(403)
  expect((await call('GET', at(`blobs/${child.layer.digest}`))).status).toBe(200)
  await registry.db.tagRule.deleteMany()
  for (const part of parts) expect((await call('DELETE', at(part))).status).toBe(202)
})
